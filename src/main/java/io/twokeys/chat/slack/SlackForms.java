package io.twokeys.chat.slack;

import com.slack.api.app_backend.interactive_components.payload.BlockSuggestionPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Form;
import io.twokeys.chat.Menu;
import io.twokeys.chat.Platform;
import io.twokeys.chat.slack.view.FormPurpose;
import io.twokeys.chat.slack.view.FormPurpose.InThread;
import io.twokeys.chat.slack.view.FormPurpose.Phrase;
import io.twokeys.chat.slack.view.FormPurpose.Press;
import io.twokeys.chat.slack.view.SlackForm;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Modals. A trigger lives for three seconds and opens one form (docs.slack.dev/interactivity/handling-user-interaction), so the
 * form is opened before anything else is done, beside the acknowledgement; the names in it are asked for afterwards.
 */
@Singleton
public final class SlackForms {
    private static final Logger LOG = Logger.getLogger(SlackForms.class);
    private static final String COMMAND = "command";
    private static final Form IN_THREAD = new Form(
            "Act on this thread",
            "Go on",
            List.of(new Form.Field(COMMAND, "What to do", Form.Kind.LINE, true, "status, logs, rollback …")));

    private final SlackCalls calls;
    private final Menu menu;

    @Inject
    public SlackForms(SlackCalls calls, Menu menu) {
        this.calls = calls;
        this.menu = menu;
    }

    /** The form that a command opens instead of being said; nothing is asked of anybody for it. */
    Optional<Menu.CommandForm> behindCommand(String text) {
        return menu.behindCommand(text);
    }

    Optional<Form> behindButton(String button) {
        return menu.behind(button);
    }

    void openInThread(String trigger, InThread purpose, Consumer<String> otherwise) {
        open(
                trigger,
                IN_THREAD,
                purpose,
                why -> otherwise.accept("The form did not open (" + why
                        + "). Mention me in the thread instead, with the command behind it."));
    }

    void openCommand(String trigger, Form form, Phrase purpose, Consumer<String> otherwise) {
        open(
                trigger,
                form,
                purpose,
                why -> otherwise.accept(
                        "The form did not open (" + why + "). Type the command with its words instead: /odoo "
                                + purpose.phrase() + " …; /odoo help lists them."));
    }

    void openPress(String trigger, Form form, Press purpose, Consumer<String> otherwise) {
        open(
                trigger,
                form,
                purpose,
                why -> otherwise.accept(
                        "The form did not open (" + why + "), so nothing was done. Press the button again."));
    }

    private void open(String trigger, Form form, FormPurpose purpose, Consumer<String> otherwise) {
        Thread.ofVirtual().name("slack-form").start(() -> {
            try {
                calls.ask(methods -> methods.viewsOpen(
                        request -> request.triggerId(trigger).viewAsString(SlackForm.view(form, purpose.json()))));
            } catch (ChatTrouble trouble) {
                LOG.warnf("a form for %s did not open: %s", purpose, trouble.getMessage());
                otherwise.accept(String.valueOf(trouble.getMessage()));
            }
        });
    }

    /**
     * What the form was for, with what was filled in; empty for a form that is none of ours. A form is sent once, so its view's
     * id is the event's.
     */
    Optional<ChatEvent> submitted(ViewSubmissionPayload payload) {
        View view = payload.getView();
        ChatUser by = new ChatUser(Platform.SLACK, payload.getUser().getId());
        Map<String, String> filled = filled(view);
        return FormPurpose.read(view.getPrivateMetadata()).map(purpose -> switch (purpose) {
            case Phrase(String phrase, var place) ->
                new ChatEvent.CommandIssued(view.getId(), by, place, menu.text(phrase, filled));
            case InThread(var place) ->
                new ChatEvent.CommandIssued(view.getId(), by, place, withoutSlash(filled.getOrDefault(COMMAND, "")));
            case Press(String button, var message) ->
                new ChatEvent.ButtonPressed(view.getId(), by, message, button, filled);
        });
    }

    /** People write {@code /odoo status} there as they would anywhere. */
    private static String withoutSlash(String text) {
        return text.strip().replaceFirst("^/odoo\\s+", "");
    }

    /** The first field of a form, where its errors are shown. */
    static String firstField(ViewSubmissionPayload payload) {
        return Stream.ofNullable(payload.getView().getBlocks())
                .flatMap(List::stream)
                .map(block -> block.getBlockId())
                .findFirst()
                .orElse(COMMAND);
    }

    /** The options of a field as JSON. */
    String options(BlockSuggestionPayload payload) {
        String typed = payload.getValue() == null ? "" : payload.getValue();
        View view = payload.getView();
        List<String> names = view == null
                ? List.of()
                : FormPurpose.read(view.getPrivateMetadata())
                        .map(purpose -> names(payload, purpose, typed, filled(view)))
                        .orElse(List.of());
        return SlackForm.options(names, typed);
    }

    private List<String> names(
            BlockSuggestionPayload payload, FormPurpose purpose, String typed, Map<String, String> others) {
        String phrase = switch (purpose) {
            case Phrase(String words, var place) -> words;
            case InThread in -> "";
            case Press press -> "";
        };
        ChatUser by = new ChatUser(Platform.SLACK, payload.getUser().getId());
        return menu.suggest(new Menu.Typing(by, purpose.place(), phrase, payload.getActionId(), typed, others));
    }

    private static Map<String, String> filled(View view) {
        Map<String, String> filled = new HashMap<>();
        ViewState state = view.getState();
        if (state == null || state.getValues() == null) return filled;
        state.getValues()
                .values()
                .forEach(block -> block.forEach((name, value) -> {
                    String text = text(value);
                    if (text != null && !text.isBlank()) filled.put(name, text.strip());
                }));
        return filled;
    }

    private static @Nullable String text(ViewState.Value value) {
        ViewState.SelectedOption option = value.getSelectedOption();
        return option == null ? value.getValue() : option.getValue();
    }
}
