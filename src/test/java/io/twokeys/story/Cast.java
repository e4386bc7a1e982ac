package io.twokeys.story;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who is in the stories, and which accounts are theirs. */
enum Cast {
    OPERATOR("operator", "operator"),
    MANAGER_1("manager-1", "approver"),
    MANAGER_2("manager-2", "approver"),
    VIEWER("viewer", "viewer"),
    /** Has an account everywhere, and stands in no file. */
    STRANGER("stranger", "");

    private static final long SNOWFLAKE = 200_000_000_000_000_000L;

    private final String called;
    private final String role;

    Cast(String called, String role) {
        this.called = called;
        this.role = role;
    }

    static Cast named(String name) {
        return Arrays.stream(values())
                .filter(person -> person.called.equals(name))
                .findFirst()
                .orElseThrow();
    }

    String called() {
        return called;
    }

    String onSlack() {
        return "U0" + called.toUpperCase(Locale.ROOT).replace("-", "");
    }

    String onDiscord() {
        return Long.toString(SNOWFLAKE + ordinal());
    }

    /** {@code config/people.yaml}. */
    static String people() {
        return Arrays.stream(values())
                .filter(person -> !person.role.isEmpty())
                .map(Cast::entry)
                .collect(Collectors.joining("", "people:\n", ""));
    }

    private String entry() {
        return "  %s: { name: %s, console: %s, slack: %s, discord: \"%s\", roles: { sandbox: [%s] } }\n"
                .formatted(called, called, called, onSlack(), onDiscord(), role);
    }
}
