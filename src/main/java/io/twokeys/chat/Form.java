package io.twokeys.chat;

import java.util.List;

/**
 * A small form: a modal on Slack and Discord, a dialog on the console. What is filled in comes back as the {@code input} of a
 * {@link ChatEvent.ButtonPressed}, or as the text of a {@link ChatEvent.CommandIssued}.
 *
 * @param title at most 24 characters (Slack's limit for a modal's title)
 * @param submit the button that sends it, at most 24 characters
 * @param fields at most 5 (Discord's limit)
 */
public record Form(String title, String submit, List<Field> fields) {
    public Form {
        if (title.length() > 24 || submit.length() > 24)
            throw new IllegalArgumentException("too long for a form: " + title);
        if (fields.isEmpty() || fields.size() > 5)
            throw new IllegalArgumentException(fields.size() + " fields in a form");
        fields = List.copyOf(fields);
    }

    /**
     * @param name the key of what is filled in; for a command the option's name, as in {@link Menu.Option#name()}
     * @param label at most 45 characters (Discord's limit)
     * @param hint shown while it is empty; empty for none
     */
    public record Field(String name, String label, Kind kind, boolean required, String hint) {}

    public enum Kind {
        LINE,
        PARAGRAPH,
        /** One of what {@link Menu#suggest} offers; free text where a platform cannot draw that. */
        PICK
    }
}
