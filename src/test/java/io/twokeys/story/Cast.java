package io.twokeys.story;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Who is in the stories. */
enum Cast {
    OPERATOR("operator", "operator"),
    MANAGER_1("manager-1", "approver"),
    MANAGER_2("manager-2", "approver"),
    VIEWER("viewer", "viewer"),
    /** Has an account everywhere, and stands in no file. */
    STRANGER("stranger", "");

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

    /** {@code config/people.yaml} with their accounts on these entries. */
    static String people(List<Entry> entries) {
        return Arrays.stream(values())
                .filter(person -> !person.role.isEmpty())
                .map(person -> person.entry(entries))
                .collect(Collectors.joining("", "people:\n", ""));
    }

    private String entry(List<Entry> entries) {
        String accounts = entries.stream()
                .map(entry -> entry.platform() + ": \"" + entry.account(this) + "\"")
                .collect(Collectors.joining(", "));
        return "  " + called + ": { name: " + called + ", " + accounts + ", roles: { sandbox: [" + role + "] } }\n";
    }
}
