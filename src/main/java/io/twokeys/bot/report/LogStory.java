package io.twokeys.bot.report;

import io.twokeys.bot.card.LogCard;
import io.twokeys.bot.card.StepsCard;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.Operations;
import io.twokeys.tail.LogStore;
import io.twokeys.tail.LogText;
import io.twokeys.tail.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the log of a running upgrade: page after page in the thread, the last one growing by edits; warnings and errors at
 * once, each in a message that stays; the whole log as a file at the end. How far it got is in the database.
 */
@Singleton
public class LogStory {
    private static final Logger LOG = Logger.getLogger(LogStory.class);
    /** The step whose log it is. */
    private static final String UPGRADE = "upgrade";
    /** Pages told one by one; what comes faster is folded into one page that says so. */
    private static final int PAGES_AT_ONCE = 20;

    private final Jdbi jdbi;
    private final LogStore logs;
    private final Operations operations;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final Pages pages = new Pages();
    private final Map<String, LiveLog> live = new ConcurrentHashMap<>();
    private final Map<String, String> said = new ConcurrentHashMap<>();

    @Inject
    public LogStory(Jdbi jdbi, LogStore logs, Operations operations, ConversationStore conversations, Outbox outbox) {
        this.jdbi = jdbi;
        this.logs = logs;
        this.operations = operations;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    /** From now on the log of {@code operation} is told on {@code platform}. */
    void begin(Handle handle, String operation, Platform platform) {
        ToldStore.begin(handle, operation, platform);
    }

    /** What the kept log says of how far a running upgrade is, whichever replica keeps it; empty before it says anything. */
    String progress(Operation operation, List<Operation.StepRun> runs) {
        boolean running =
                runs.stream().anyMatch(run -> run.id().equals(UPGRADE) && run.state() == Operation.StepState.RUNNING);
        return running ? readOn(operation, false).summary() : "";
    }

    private LiveLog readOn(Operation operation, boolean over) {
        String id = operation.id().toString();
        LiveLog log = live.computeIfAbsent(id, key -> new LiveLog(operation.plan()));
        log.readOn(logs.text(id), over);
        return log;
    }

    /** Tells what is new of every live log. False if there was nothing. */
    boolean tellAll() {
        boolean something = false;
        List<Told> open = jdbi.withHandle(ToldStore::open);
        for (Told told : open) something |= tellOne(told);
        if (open.isEmpty()) {
            live.clear();
            said.clear();
        }
        return something;
    }

    /** A log that cannot be told keeps no other one from being told. */
    private boolean tellOne(Told told) {
        try {
            return jdbi.inTransaction(handle -> tell(handle, told));
        } catch (RuntimeException trouble) {
            LOG.errorf(trouble, "the log of %s could not be told; it is tried again", told.operation());
            return false;
        }
    }

    private boolean tell(Handle handle, Told seen) {
        var held = ToldStore.hold(handle, seen);
        if (held.isEmpty()) return false;
        Operation operation =
                OperationId.parse(seen.operation()).flatMap(operations::find).orElseThrow();
        var here = conversations.of(handle, operation.order().request().value()).stream()
                .filter(conversation -> conversation.platform() == seen.platform())
                .findFirst()
                .orElseThrow();
        boolean over = operation.state().isFinal() || !runs(operation);
        LogText text = logs.text(seen.operation());
        Told told = tellPages(handle, here, text, held.get());
        boolean moved = tellProgress(handle, here, operation, over);
        boolean ends = over && told.to() == text.length();
        if (ends) {
            outbox.post(handle, here.inside(), key(here, seen, "/whole-log"), LogCard.whole(operation, text.length()));
        }
        boolean grew = !told.equals(held.get());
        if (grew || ends) ToldStore.move(handle, ends ? told.ended() : told);
        return grew || ends || moved;
    }

    private Told tellPages(Handle handle, Conversation here, LogText text, Told from) {
        Told told = from;
        for (int i = 0; i < PAGES_AT_ONCE; i++) {
            var page = i < PAGES_AT_ONCE - 1 ? pages.next(text, told.from()) : pages.latest(text, told.from());
            if (page.next() > told.to()) {
                told = told.until(page.next());
                String key = key(here, told, "/log/" + told.page());
                var card = LogCard.page(told.operation(), told.page(), page);
                if (!outbox.post(handle, here.inside(), key, card)) outbox.edit(handle, key, card);
            }
            if (page.next() >= text.length() || page.isEmpty()) return told;
            told = told.nextPage();
        }
        return told;
    }

    /** Reads on in the log for progress, warnings and errors; edits the checklist when something moved. */
    private boolean tellProgress(Handle handle, Conversation here, Operation operation, boolean over) {
        String id = operation.id().toString();
        LiveLog log = readOn(operation, over);
        String summary = log.summary();
        if (summary.equals(said.get(here.key(id)))) return false;
        for (var record : log.remarkable()) {
            String key = here.key("/" + id + "/line/" + record.line());
            outbox.post(handle, here.inside(), key, LogCard.remark(id, record));
        }
        outbox.edit(
                handle,
                OperationStory.stepsKey(here, id),
                StepsCard.of(operation, operations.steps(operation.id()), summary));
        handle.afterCommit(() -> said.put(here.key(id), summary));
        return true;
    }

    private boolean runs(Operation operation) {
        return operations.steps(operation.id()).stream()
                .filter(step -> step.id().equals(UPGRADE))
                .noneMatch(
                        step -> step.state() == Operation.StepState.DONE || step.state() == Operation.StepState.FAILED);
    }

    private static String key(Conversation here, Told told, String what) {
        return here.key("/" + told.operation() + what);
    }
}
