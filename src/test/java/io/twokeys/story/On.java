package io.twokeys.story;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;

/** The entries on which the stories of a class are told: one, or several that share one target. */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(World.OnItsEntry.class)
@interface On {
    Way[] value();

    /** Every way into Twokeys. */
    enum Way {
        CONSOLE(() -> new ConsoleEntry("odoo-sandbox")),
        SLACK_HTTP(SlackEntry::overHttp),
        SLACK_SOCKET(SlackEntry::overSockets),
        DISCORD(DiscordEntry::new);

        private final Supplier<Entry> entry;

        Way(Supplier<Entry> entry) {
            this.entry = entry;
        }

        Entry open() {
            return entry.get();
        }
    }
}
