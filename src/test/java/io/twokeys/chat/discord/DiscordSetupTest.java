package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.Permission;
import org.junit.jupiter.api.Test;

/** The page that an operator follows says what is true. */
class DiscordSetupTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z_]+) \\| (\\d+) \\|");

    @Test
    void the_invite_link_asks_for_the_permissions_of_the_table_and_no_more() throws IOException {
        String page = Files.readString(Path.of("config/discord-setup.md"));
        var link = Pattern.compile("permissions=(\\d+)").matcher(page);
        assertThat(link.find()).isTrue();
        long sum = ROW.matcher(page)
                .results()
                .mapToLong(row -> 1L << Integer.parseInt(row.group(2)))
                .sum();
        assertThat(Long.parseLong(link.group(1))).isEqualTo(sum);
        assertThat(ROW.matcher(page).results().count()).isEqualTo(11);
    }

    @Test
    void every_permission_has_the_bit_it_has_at_discord() throws IOException {
        String page = Files.readString(Path.of("config/discord-setup.md"));
        long known = EnumSet.of(
                        Permission.MESSAGE_ADD_REACTION,
                        Permission.VIEW_CHANNEL,
                        Permission.MESSAGE_SEND,
                        Permission.MESSAGE_EMBED_LINKS,
                        Permission.MESSAGE_ATTACH_FILES,
                        Permission.MESSAGE_HISTORY,
                        Permission.MANAGE_EVENTS,
                        Permission.MANAGE_THREADS,
                        Permission.CREATE_PUBLIC_THREADS,
                        Permission.MESSAGE_SEND_IN_THREADS,
                        Permission.CREATE_SCHEDULED_EVENTS)
                .stream()
                .mapToLong(Permission::getRawValue)
                .sum();
        assertThat(page).contains("permissions=" + known);
    }
}
