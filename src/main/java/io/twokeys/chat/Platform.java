package io.twokeys.chat;

import java.util.Locale;

/** Where people talk. */
public enum Platform {
    SLACK,
    DISCORD,
    CONSOLE;

    /** As configuration files spell it: {@code slack}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
