package io.twokeys.chat.slack;

import com.slack.api.app_backend.SlackSignature.Generator;
import com.slack.api.app_backend.SlackSignature.Verifier;
import com.slack.api.app_backend.interactive_components.payload.MessageShortcutPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.context.ActionRespondUtility;
import com.slack.api.bolt.context.Context;
import com.slack.api.bolt.context.builtin.ActionContext;
import com.slack.api.bolt.context.builtin.MessageShortcutContext;
import com.slack.api.bolt.context.builtin.SlashCommandContext;
import com.slack.api.bolt.context.builtin.ViewSubmissionContext;
import com.slack.api.bolt.middleware.Middleware;
import com.slack.api.bolt.middleware.builtin.RequestVerification;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.request.builtin.MessageShortcutRequest;
import com.slack.api.bolt.request.builtin.SlashCommandRequest;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.bolt.response.Response;
import com.slack.api.model.event.AppHomeOpenedEvent;
import com.slack.api.model.event.AppMentionEvent;
import com.slack.api.model.event.MessageEvent;
import com.slack.api.model.event.ReactionAddedEvent;
import com.slack.api.model.event.ReactionRemovedEvent;
import com.slack.api.util.thread.ExecutorServiceProvider;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.Form;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.inbox.NotRecorded;
import io.twokeys.chat.slack.view.FormPurpose.InThread;
import io.twokeys.chat.slack.view.FormPurpose.Phrase;
import io.twokeys.chat.slack.view.FormPurpose.Press;
import io.twokeys.chat.slack.view.SlackForm;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Bolt apps of both entries, with the same handlers: an event is committed to the inbox, then acknowledged, and the work
 * follows. Bolt's own authorization is left out, since it asks Slack during a request and would lose it while Slack is away.
 */
@Singleton
public final class SlackBolt {
    private static final Logger LOG = Logger.getLogger(SlackBolt.class);
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    /** The message shortcut of the manifests. */
    private static final String ACT_ON_THREAD = "thread_action";

    private static final String TRY_AGAIN =
            "Not recorded: the database did not answer. Nothing was started; try again.";
    private static final String WAIT_AND_SEE =
            "The database has not answered in time. If nothing follows within a minute, it was not recorded: try again.";

    private final SlackSettings settings;
    private final SlackCalls calls;
    private final SlackForms forms;
    private final Inbox inbox;

    @Inject
    public SlackBolt(SlackSettings settings, SlackCalls calls, SlackForms forms, Inbox inbox) {
        this.settings = settings;
        this.calls = calls;
        this.forms = forms;
        this.inbox = inbox;
    }

    /** For requests over HTTP; Bolt checks the signature once more behind our own check. */
    App http() {
        String secret = settings.signingSecret().orElseThrow();
        return app(List.of(new RequestVerification(new Verifier(new Generator(secret)))));
    }

    /** For Socket Mode, where Slack signs nothing: the connection itself is ours. */
    App socket() {
        return app(List.of());
    }

    private App app(List<Middleware> middleware) {
        AppConfig config = new AppConfig();
        settings.signingSecret().ifPresent(config::setSigningSecret);
        config.setAllEventsApiAutoAckEnabled(true);
        config.setExecutorServiceProvider(new VirtualThreads());
        config.setSlack(calls.slack());
        App app = new App(config, calls.slack(), middleware);
        app.command(ANY, this::commanded);
        app.blockAction(ANY, this::pressed);
        app.messageShortcut(ACT_ON_THREAD, this::aboutThread);
        app.blockSuggestion(ANY, (request, context) -> json(forms.options(request.getPayload())));
        app.viewSubmission(SlackForm.CALLBACK, this::submitted);
        app.event(MessageEvent.class, (payload, context) -> taken(SlackEvents.comment(payload), context));
        app.event(AppHomeOpenedEvent.class, (payload, context) -> taken(SlackEvents.home(payload), context));
        app.event(AppMentionEvent.class, (payload, context) -> taken(SlackEvents.mention(payload), context));
        app.event(ReactionAddedEvent.class, (payload, context) -> taken(SlackEvents.added(payload), context));
        app.event(ReactionRemovedEvent.class, (payload, context) -> taken(SlackEvents.removed(payload), context));
        return app;
    }

    /** Records a command as {@link #http} would, without Bolt and without waiting; empty if that opens a form first. */
    Optional<CompletionStage<@Nullable Void>> record(SlashCommandPayload command) {
        ChatEvent.CommandIssued said = SlackEvents.command(command);
        return forms.behindCommand(said.text()).isPresent() ? Optional.empty() : Optional.of(inbox.receiveLater(said));
    }

    /** What the sender of a command is told that was not kept. */
    static String sorry(Throwable lost) {
        return lost instanceof NotRecorded why && why.mayFollow() ? WAIT_AND_SEE : TRY_AGAIN;
    }

    /** Slack sends a command once only, so the person is told when it was not kept. */
    private Response commanded(SlashCommandRequest request, SlashCommandContext context) {
        ChatEvent.CommandIssued said = SlackEvents.command(request.getPayload());
        var form = forms.behindCommand(said.text());
        if (form.isPresent()) {
            Phrase purpose = new Phrase(form.get().phrase(), said.place());
            forms.openCommand(said.id(), form.get().form(), purpose, words -> tell(words, context::respond));
            return context.ack();
        }
        try {
            inbox.receive(said);
            return context.ack();
        } catch (RuntimeException lost) {
            LOG.error("a Slack command was not recorded; its sender is asked to try again", lost);
            return context.ack(sorry(lost));
        }
    }

    /** A button that opens a form counts when that is sent. One that was not kept is marked by Slack, and its person told why. */
    private Response pressed(BlockActionRequest request, ActionContext context) {
        Optional<ChatEvent.ButtonPressed> press = SlackEvents.pressed(request.getPayload());
        if (press.isEmpty()) return context.ack();
        ChatEvent.ButtonPressed button = press.get();
        Optional<Form> form = forms.behindButton(button.button());
        if (form.isPresent()) {
            Press purpose = new Press(button.button(), button.message());
            forms.openPress(button.id(), form.get(), purpose, words -> tell(words, text -> whisper(context, text)));
            return context.ack();
        }
        try {
            inbox.receive(button);
            return context.ack();
        } catch (RuntimeException lost) {
            Thread.ofVirtual().start(() -> tell(sorry(lost), text -> whisper(context, text)));
            throw lost;
        }
    }

    private Response aboutThread(MessageShortcutRequest request, MessageShortcutContext context) {
        MessageShortcutPayload payload = request.getPayload();
        InThread purpose = new InThread(SlackEvents.thread(payload));
        forms.openInThread(payload.getTriggerId(), purpose, words -> tell(words, text -> whisper(context, text)));
        return context.ack();
    }

    /** A form that was not kept stays open and says so. */
    private Response submitted(ViewSubmissionRequest request, ViewSubmissionContext context) {
        try {
            forms.submitted(request.getPayload()).ifPresent(inbox::receive);
            return context.ack();
        } catch (RuntimeException lost) {
            LOG.error("a Slack form was not recorded; its sender is asked to try again", lost);
            return context.ackWithErrors(Map.of(SlackForms.firstField(request.getPayload()), sorry(lost)));
        }
    }

    private static Response json(String body) {
        return Response.builder()
                .statusCode(200)
                .contentType(Response.CONTENT_TYPE_APPLICATION_JSON_UTF8)
                .body(body)
                .build();
    }

    /** An answer by {@code response_url}, which reaches people in channels that the bot is not in. */
    private static void tell(String words, Answer answer) {
        try {
            answer.say(words);
        } catch (IOException | RuntimeException unheard) {
            LOG.warnf(unheard, "nobody could be told: %s", words);
        }
    }

    private static void whisper(ActionRespondUtility context, String words) throws IOException {
        context.respond(answer ->
                answer.responseType("ephemeral").replaceOriginal(false).text(words));
    }

    @FunctionalInterface
    private interface Answer {
        void say(String words) throws IOException;
    }

    /** What cannot be kept is not acknowledged: Slack repeats events. */
    private Response taken(Optional<ChatEvent> event, Context context) {
        event.ifPresent(inbox::receive);
        return context.ack();
    }

    /** Bolt's own work, off the platform threads. */
    private static final class VirtualThreads implements ExecutorServiceProvider {
        @Override
        public ExecutorService createThreadPoolExecutor(String group, int size) {
            return Executors.newVirtualThreadPerTaskExecutor();
        }

        @Override
        public ScheduledExecutorService createThreadScheduledExecutor(String group) {
            return Executors.newScheduledThreadPool(1, Thread.ofVirtual().factory());
        }
    }
}
