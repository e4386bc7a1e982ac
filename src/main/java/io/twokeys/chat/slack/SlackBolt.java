package io.twokeys.chat.slack;

import com.slack.api.app_backend.SlackSignature.Generator;
import com.slack.api.app_backend.SlackSignature.Verifier;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.context.Context;
import com.slack.api.bolt.context.builtin.SlashCommandContext;
import com.slack.api.bolt.middleware.Middleware;
import com.slack.api.bolt.middleware.builtin.RequestVerification;
import com.slack.api.bolt.request.builtin.SlashCommandRequest;
import com.slack.api.bolt.response.Response;
import com.slack.api.model.event.AppMentionEvent;
import com.slack.api.model.event.ReactionAddedEvent;
import com.slack.api.model.event.ReactionRemovedEvent;
import com.slack.api.util.thread.ExecutorServiceProvider;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.inbox.NotRecorded;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The Bolt apps of both entries, with the same handlers: an event is committed to the inbox, then acknowledged, and the work
 * follows. Bolt's own authorization is left out, since it asks Slack during a request and would lose it while Slack is away.
 */
@Singleton
public final class SlackBolt {
    private static final Logger LOG = Logger.getLogger(SlackBolt.class);
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final String TRY_AGAIN =
            "Not recorded: the database did not answer. Nothing was started; try again.";
    private static final String WAIT_AND_SEE =
            "The database has not answered in time. If nothing follows within a minute, it was not recorded: try again.";

    private final SlackSettings settings;
    private final SlackCalls calls;
    private final Inbox inbox;

    @Inject
    public SlackBolt(SlackSettings settings, SlackCalls calls, Inbox inbox) {
        this.settings = settings;
        this.calls = calls;
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
        app.command(ANY, (request, context) -> commanded(request, context));
        app.blockAction(ANY, (request, context) -> {
            SlackEvents.pressed(request.getPayload()).ifPresent(inbox::receive);
            return context.ack();
        });
        app.event(AppMentionEvent.class, (payload, context) -> taken(SlackEvents.mention(payload), context));
        app.event(ReactionAddedEvent.class, (payload, context) -> taken(SlackEvents.added(payload), context));
        app.event(ReactionRemovedEvent.class, (payload, context) -> taken(SlackEvents.removed(payload), context));
        return app;
    }

    /** Records a command as {@link #http} would, without Bolt and without waiting; empty if that opens a form first. */
    Optional<CompletionStage<Boolean>> record(SlashCommandPayload command) {
        return Optional.of(inbox.receiveLater(SlackEvents.command(command)));
    }

    /** What the sender of a command is told that was not kept. */
    static String sorry(Throwable lost) {
        return lost instanceof NotRecorded why && why.mayFollow() ? WAIT_AND_SEE : TRY_AGAIN;
    }

    /** Slack sends a command once only, so the person is told when it was not kept. */
    private Response commanded(SlashCommandRequest request, SlashCommandContext context) {
        try {
            inbox.receive(SlackEvents.command(request.getPayload()));
            return context.ack();
        } catch (RuntimeException lost) {
            LOG.error("a Slack command was not recorded; its sender is asked to try again", lost);
            return context.ack(sorry(lost));
        }
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
