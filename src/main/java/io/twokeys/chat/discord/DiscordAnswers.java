package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Menu;
import io.twokeys.chat.discord.DiscordCalls.Refused;
import io.twokeys.chat.discord.DiscordCommands.Filled;
import io.twokeys.chat.discord.DiscordForms.CustomId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Interactions, each answered within Discord's three seconds: what a person did is recorded first and acknowledged then; what could
 * not be recorded, they are told. Forms, questions and names are answered at once and change nothing.
 */
@Singleton
public final class DiscordAnswers {
    private static final Logger LOG = Logger.getLogger(DiscordAnswers.class);
    private static final String NOT_RECORDED =
            "Not recorded: the database did not answer. Nothing was started; try again.";
    private static final String NOTHING_TO_CARRY =
            "Only what a person wrote in a thread can be carried over to the other platforms.";
    private static final int COMMAND = 2;
    private static final int COMPONENT = 3;
    private static final int TYPING = 4;
    private static final int MODAL = 5;
    private static final int CHOICES = 25;
    private static final int CHOICE = 100;

    private final Menu menu;
    private final DiscordCommands commands;
    private final DiscordCalls calls;
    private final DiscordWhispers whispers;

    /** The types of an answer (Discord, Interaction Callback Type). */
    private enum Answer {
        MESSAGE(4),
        NOTHING(6),
        UPDATE(7),
        CHOICES(8),
        MODAL(9);

        private final int type;

        Answer(int type) {
            this.type = type;
        }
    }

    @Inject
    public DiscordAnswers(Menu menu, DiscordCommands commands, DiscordCalls calls, DiscordWhispers whispers) {
        this.menu = menu;
        this.commands = commands;
        this.calls = calls;
        this.whispers = whispers;
    }

    /** @param record takes an event in; false if it could not be kept */
    void answer(JsonNode interaction, Predicate<ChatEvent> record) {
        if (interaction.path("type").asInt() == TYPING) {
            suggest(interaction);
            return;
        }
        String channel = interaction.path("channel_id").asText();
        String person = DiscordEvents.by(interaction).id();
        whispers.expect(channel, person, interaction.path("token").asText());
        try {
            take(interaction, record);
        } finally {
            whispers.answered(channel, person);
        }
    }

    private void take(JsonNode interaction, Predicate<ChatEvent> record) {
        switch (interaction.path("type").asInt()) {
            case COMMAND -> command(interaction, record);
            case COMPONENT -> component(interaction, record);
            case MODAL -> submitted(interaction, record);
            default -> LOG.debugf("an interaction of a type unknown here: %s", interaction.path("type"));
        }
    }

    private void command(JsonNode interaction, Predicate<ChatEvent> record) {
        if (interaction.at("/data/name").asText().equals(DiscordCommands.CARRY_OVER)) {
            carryOver(interaction, record);
            return;
        }
        Filled filled = commands.filled(interaction.path("data"));
        String text = commands.text(filled);
        Optional<Menu.CommandForm> form = menu.behindCommand(text);
        if (form.isPresent()) {
            CustomId id = new CustomId.Command(form.get().phrase());
            say(interaction, Answer.MODAL, DiscordForms.modal(form.get().form(), id));
        } else {
            issued(interaction, text, record);
        }
    }

    private void issued(JsonNode interaction, String text, Predicate<ChatEvent> record) {
        boolean kept = record.test(DiscordEvents.command(interaction, text));
        whisper(interaction, kept ? DiscordText.cut(DiscordText.code("/odoo " + text), 1_900) : NOT_RECORDED);
    }

    private void carryOver(JsonNode interaction, Predicate<ChatEvent> record) {
        Optional<ChatEvent> comment = DiscordEvents.comment(interaction);
        if (comment.isEmpty()) whisper(interaction, NOTHING_TO_CARRY);
        else whisper(interaction, record.test(comment.get()) ? "Carried over." : NOT_RECORDED);
    }

    private void component(JsonNode interaction, Predicate<ChatEvent> record) {
        JsonNode message = interaction.path("message");
        String card = message.path("id").asText();
        switch (CustomId.read(interaction.at("/data/custom_id").asText())) {
            case CustomId.Press(String button) -> {
                if (!form(interaction, card, button)) pressed(interaction, card, button, Answer.NOTHING, record);
            }
            case CustomId.Ask(String button) -> {
                CustomId carriesOn = new CustomId.For(card, button);
                if (form(interaction, card, button)) return;
                ObjectNode question = DiscordForms.question(message, pressedOn(interaction), carriesOn);
                say(interaction, Answer.MESSAGE, question.put("flags", DiscordWhispers.EPHEMERAL));
            }
            case CustomId.For(String of, String button) -> pressed(interaction, of, button, Answer.UPDATE, record);
            case CustomId.Command(String phrase) -> whisper(interaction, "Type /odoo " + phrase + " instead.");
        }
    }

    private static JsonNode pressedOn(JsonNode interaction) {
        String id = interaction.at("/data/custom_id").asText();
        for (JsonNode row : interaction.at("/message/components")) {
            for (JsonNode button : row.path("components")) {
                if (button.path("custom_id").asText().equals(id)) return button;
            }
        }
        return DiscordMessages.object();
    }

    /** Opens the form behind a button, if there is one. */
    private boolean form(JsonNode interaction, String card, String button) {
        CustomId id = new CustomId.For(card, button);
        var form = menu.behind(button).filter(any -> id.text().length() <= CustomId.LONGEST);
        form.ifPresent(opening -> say(interaction, Answer.MODAL, DiscordForms.modal(opening, id)));
        return form.isPresent();
    }

    private void pressed(JsonNode interaction, String card, String button, Answer answer, Predicate<ChatEvent> record) {
        if (!record.test(DiscordEvents.pressed(interaction, card, button, Map.of()))) {
            whisper(interaction, NOT_RECORDED);
            return;
        }
        ObjectNode done = DiscordMessages.words("Taken.");
        done.putArray("components");
        say(interaction, answer, done);
    }

    private void submitted(JsonNode interaction, Predicate<ChatEvent> record) {
        Map<String, String> values = DiscordForms.values(interaction.path("data"));
        switch (CustomId.read(interaction.at("/data/custom_id").asText())) {
            case CustomId.For(String card, String button) -> {
                boolean kept = record.test(DiscordEvents.pressed(interaction, card, button, values));
                whisper(interaction, kept ? "Taken." : NOT_RECORDED);
            }
            case CustomId.Command(String phrase) -> issued(interaction, menu.text(phrase, values), record);
            case CustomId.Press(String button) -> LOG.debugf("a form that nobody opened: %s", button);
            case CustomId.Ask(String button) -> LOG.debugf("a form that nobody opened: %s", button);
        }
    }

    private void suggest(JsonNode interaction) {
        Filled filled = commands.filled(interaction.path("data"));
        String typed = filled.options().getOrDefault(filled.focused(), "");
        ArrayNode choices = DiscordMessages.object().arrayNode();
        menu
                .suggest(new Menu.Typing(
                        DiscordEvents.by(interaction),
                        DiscordPlaces.place(interaction.path("channel")),
                        filled.phrase(),
                        filled.focused(),
                        typed,
                        filled.options()))
                .stream()
                .filter(name -> !name.isBlank() && name.length() <= CHOICE)
                .limit(CHOICES)
                .forEach(name -> choices.addObject().put("name", name).put("value", name));
        say(interaction, Answer.CHOICES, DiscordMessages.object().set("choices", choices));
    }

    private void whisper(JsonNode interaction, String words) {
        say(interaction, Answer.MESSAGE, DiscordMessages.words(words).put("flags", DiscordWhispers.EPHEMERAL));
    }

    /** Another process may have answered, or it came too late: what was recorded stands all the same. */
    private void say(JsonNode interaction, Answer answer, JsonNode data) {
        ObjectNode callback = DiscordMessages.object().put("type", answer.type);
        if (answer != Answer.NOTHING) callback.set("data", data);
        try {
            calls.answer(
                    callback,
                    interaction.path("id").asText(),
                    interaction.path("token").asText());
        } catch (Refused | ChatTrouble unheard) {
            LOG.infof("Discord did not take the answer to an interaction: %s", unheard.getMessage());
        }
    }
}
