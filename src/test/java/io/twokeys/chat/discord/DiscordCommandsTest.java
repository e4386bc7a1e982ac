package io.twokeys.chat.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.Form;
import io.twokeys.chat.Menu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscordCommandsTest {
    @Test
    void a_verb_is_a_subcommand_and_one_of_two_words_stands_in_a_group() {
        JsonNode root = new DiscordCommands(new FewVerbs()).tree().get(0);
        assertThat(root.path("name").asText()).isEqualTo("odoo");
        assertThat(root.path("options"))
                .extracting(node -> node.path("name").asText())
                .containsExactly("upgrade", "logs", "status", "incident", "plan");
        assertThat(root.at("/options/3/options"))
                .extracting(node -> node.path("name").asText())
                .containsExactly("open", "resolve");
        JsonNode upgrade = root.at("/options/0/options");
        assertThat(upgrade.at("/0/name").asText()).isEqualTo("modules");
        assertThat(upgrade.at("/0/autocomplete").asBoolean()).isTrue();
        assertThat(root.at("/options/1/options/0/type").asInt()).isEqualTo(5);
    }

    @Test
    void discord_takes_the_commands_however_many_words_there_are() {
        var commands = new DiscordCommands(new Verbs(IntStream.range(0, 25)
                        .mapToObj(verb -> new Menu.Verb(
                                "verb" + verb,
                                "s".repeat(100),
                                IntStream.range(0, 6)
                                        .mapToObj(i -> new Menu.Option("o" + i, "s".repeat(100), i == 5, false, true))
                                        .toList()))
                        .toList()))
                .tree();
        DiscordLimits.commands(commands);
        assertThat(commands.get(0).path("options")).hasSize(25);
    }

    @Test
    void a_verb_that_is_the_name_of_a_group_too_goes_into_its_group_and_comes_back() {
        var commands = new DiscordCommands(new Verbs(List.of(
                new Menu.Verb("maintenance", "all", List.of()), new Menu.Verb("maintenance list", "l", List.of()))));
        DiscordLimits.commands(commands.tree());
        assertThat(commands.tree().at("/0/options/0/options/0/name").asText()).isEqualTo("maintenance");
        JsonNode data = DiscordWorld.read("""
                {"options":[{"type":2,"name":"maintenance","options":[{"type":1,"name":"maintenance","options":[]}]}]}
                """);
        assertThat(commands.filled(data).phrase()).isEqualTo("maintenance");
    }

    private record Verbs(List<Menu.Verb> verbs) implements Menu {
        @Override
        public String text(String phrase, Map<String, String> options) {
            return phrase;
        }

        @Override
        public List<String> suggest(Typing typing) {
            return List.of();
        }

        @Override
        public Optional<Form> behind(String button) {
            return Optional.empty();
        }

        @Override
        public Optional<CommandForm> behindCommand(String text) {
            return Optional.empty();
        }
    }
}
