package io.twokeys.chat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be asked of the bot, for platforms that draw it: commands with their options, names as they are typed, forms. Nothing
 * here asks a host or waits for one: a platform gives three seconds for the answer.
 */
public interface Menu {
    /** In the order help tells them. */
    List<Verb> verbs();

    /**
     * The text of a command, as a person would type it after {@code /odoo}.
     *
     * @param phrase of the {@link Verb}
     * @param options what was filled in, by {@link Option#name()}; empty values are left out
     */
    String text(String phrase, Map<String, String> options);

    /** What may stand in an option, what begins as typed first; at most 25. */
    List<String> suggest(Typing typing);

    /** The form that the button with this id opens before the press counts. */
    Optional<Form> behind(String button);

    /** The form for a command that was typed bare, {@code upgrade}; empty if it can run as it is, or needs no form. */
    Optional<CommandForm> behindCommand(String text);

    /** @param phrase {@code incident resolve}; its words are the command and the subcommand where a platform nests them */
    record Verb(String phrase, String summary, List<Option> options) {
        public Verb {
            options = List.copyOf(options);
        }
    }

    /**
     * @param name a-z and -, unique in its verb: {@code modules}, {@code on}
     * @param summary at most 100 characters
     * @param flag it is there or not; its value is {@code true}
     * @param suggests whether {@link Menu#suggest} knows names for it
     */
    record Option(String name, String summary, boolean required, boolean flag, boolean suggests) {}

    /** @param others what the other options hold so far, possibly partial */
    record Typing(ChatUser by, Place place, String phrase, String option, String typed, Map<String, String> others) {}

    /** What is filled in goes through {@link Menu#text} with this phrase. */
    record CommandForm(String phrase, Form form) {}
}
