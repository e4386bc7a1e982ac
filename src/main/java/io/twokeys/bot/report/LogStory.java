package io.twokeys.bot.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.twokeys.bot.card.LogCard;
import io.twokeys.bot.card.StepsCard;
import io.twokeys.chat.Message;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Drawing;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationId;
import io.twokeys.operation.Operations;
import io.twokeys.tail.LogStore;
import io.twokeys.tail.LogText;
import io.twokeys.tail.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the log of a running upgrade: page after page in the thread, the last one growing by edits; warnings and errors at
 * once, each in a message that stays; the whole log as a file at the end. How far it got is in the database.
 *
 * <p>A page is drawn when it is sent, and the next one asked for when it has arrived: a log that is faster than the platform queues
 * nothing. What it is ahead by more than the platform can show within seconds is folded, on the page that grows, and counted there.
 */
@Singleton
public class LogStory implements Drawing {
    private static final Logger LOG = Logger.getLogger(LogStory.class);
    /** The step whose log it is. */
    private static final String UPGRADE = "upgrade";
    /** Discord edits no message that is older than an hour (30046): a page goes on in a new one before that. */
    private static final Duration OLD = Duration.ofMinutes(55);

    private static final Duration TOO_OLD = Duration.ofMinutes(59);
    /** How much later than it was written a line may be shown before lines are folded. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** So few are told whole however late it is: a wait may have been a restart, not the platform's pace. */
    private static final int FEW_PAGES = 2;
    /** Pages of patience where a page a second can be posted, and where there is no pace. */
    private static final int PAGES_AT_A_PACE = 5;

    private static final int PAGES_UNPACED = 20;
    /** Pages in a row that cannot be posted; after that only the end is told. */
    private static final int GIVEN_UP = 3;

    private final Jdbi jdbi;
    private final LogStore logs;
    private final Operations operations;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Pages pages = new Pages();
    private final Map<String, LiveLog> live = new ConcurrentHashMap<>();

    @Inject
    public LogStory(
            Jdbi jdbi,
            LogStore logs,
            Operations operations,
            ConversationStore conversations,
            Outbox outbox,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.logs = logs;
        this.operations = operations;
        this.conversations = conversations;
        this.outbox = outbox;
        this.clock = clock;
        logs.watch((operation, from, text) -> {
            LiveLog log = live.get(operation);
            if (log != null) log.kept(from, text);
        });
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
        LiveLog log = live.computeIfAbsent(id, key -> new LiveLog(operation));
        log.readOn(logs.text(id), over);
        return log;
    }

    /** Logs that are being read at the moment. */
    int reading() {
        return live.size();
    }

    /** Tells what is new of every live log. False if there was nothing. */
    boolean tellAll() {
        Map<String, List<Told>> tails = jdbi.withHandle(ToldStore::open).stream()
                .collect(groupingBy(Told::operation, LinkedHashMap::new, toList()));
        live.keySet().retainAll(tails.keySet());
        boolean something = false;
        for (List<Told> tail : tails.values()) something |= tellTail(tail);
        return something;
    }

    /** A log that cannot be told keeps no other one from being told. */
    private boolean tellTail(List<Told> tail) {
        String id = tail.getFirst().operation();
        try {
            return tell(OperationId.parse(id).flatMap(operations::find).orElseThrow(), tail);
        } catch (RuntimeException trouble) {
            LOG.errorf(trouble, "the log of %s could not be told; it is tried again", id);
            return false;
        }
    }

    private boolean tell(Operation operation, List<Told> tail) {
        boolean over = operation.state().isFinal() || !runs(operation);
        LiveLog log = readOn(operation, over);
        boolean something = false;
        for (Told told : tail) {
            if (over || told.page().to() < log.length() || log.hasNews(told.platform())) {
                something |= jdbi.inTransaction(handle -> tell(handle, operation, log, told, over));
            }
        }
        return something;
    }

    private boolean runs(Operation operation) {
        return operations.steps(operation.id()).stream()
                .filter(step -> step.id().equals(UPGRADE))
                .noneMatch(
                        step -> step.state() == Operation.StepState.DONE || step.state() == Operation.StepState.FAILED);
    }

    private boolean tell(Handle handle, Operation operation, LiveLog log, Told seen, boolean over) {
        var held = ToldStore.hold(handle, seen);
        if (held.isEmpty()) return false;
        Told told = held.get();
        Conversation here = here(handle, operation.order().request().value(), told.platform())
                .orElseThrow();
        boolean news = tellNews(handle, here, operation, log);
        LogText text = logs.text(told.operation());
        Told next = advance(handle, here, told, text, false);
        boolean ends = over && next.equals(told) && isWhole(handle, here, told, text);
        if (ends) {
            var card = LogCard.whole(operation, text.length(), logs.lines(told.operation()), told.folded());
            outbox.post(handle, here.inside(), here.key("/" + told.operation() + "/whole-log"), card);
        }
        if (ends || !next.equals(told)) ToldStore.move(handle, ends ? next.ended() : next);
        return news || ends || !next.equals(told);
    }

    private Optional<Conversation> here(Handle handle, String subject, Platform platform) {
        return conversations.of(handle, subject).stream()
                .filter(conversation -> conversation.platform() == platform)
                .findFirst();
    }

    private boolean isWhole(Handle handle, Conversation here, Told told, LogText text) {
        return told.lost() >= GIVEN_UP || told.page().to() == text.length() && !outbox.pending(handle, key(here, told));
    }

    /** Warnings and errors at once; the checklist when something moved. */
    private boolean tellNews(Handle handle, Conversation here, Operation operation, LiveLog log) {
        LiveLog.News news = log.news();
        LiveLog.News before = log.toldOn(here.platform());
        if (news.equals(before)) return false;
        String id = operation.id().toString();
        for (var remark :
                news.remarks().subList(before.remarks().size(), news.remarks().size())) {
            outbox.post(handle, here.inside(), here.key("/" + id + "/line/" + remark.line()), remark.card());
        }
        if (news.more() > before.more()) {
            postOrEdit(handle, here, here.key("/" + id + "/more-warnings"), LogCard.more(id, news.more()));
        }
        if (!news.summary().equals(before.summary())) {
            Operation now = operations.find(operation.id()).orElse(operation);
            var card = StepsCard.of(now, operations.steps(operation.id()), news.summary());
            outbox.edit(handle, OperationStory.stepsKey(here, id), card);
        }
        handle.afterCommit(() -> log.told(here.platform(), news));
        return true;
    }

    private void postOrEdit(Handle handle, Conversation here, String key, Message card) {
        if (!outbox.post(handle, here.inside(), key, card)) outbox.edit(handle, key, card);
    }

    /**
     * Lets the growing page grow, or begins the next one when it is full or old; nothing while it is on its way. A log far ahead stays
     * on its full page, which shows the newest then.
     */
    private Told advance(Handle handle, Conversation here, Told told, LogText text, boolean onlyToTheNext) {
        long behind = text.length() - told.page().to();
        if (behind <= 0 || told.lost() >= GIVEN_UP || outbox.pending(handle, key(here, told))) return told;
        boolean turn = told.page().begunBefore(clock.instant().minus(OLD))
                || behind <= mostPages(told.platform()) * (long) pages.limit()
                        && told.page().isFull(pages, text);
        if (onlyToTheNext && !turn) return told;
        Told next = turn ? told.nextPage() : told;
        outbox.show(handle, here.inside(), key(here, next));
        return next;
    }

    private static int mostPages(Platform platform) {
        return switch (platform) {
            case CONSOLE -> PAGES_UNPACED;
            case SLACK, DISCORD -> PAGES_AT_A_PACE;
        };
    }

    private static String key(Conversation here, Told told) {
        return here.key("/" + told.operation() + "/log/" + told.page().number());
    }

    /** What the outbox key of a page says, {@code AR-7/UP-42/log/3@slack}. */
    private record PageKey(String subject, String operation, int number, Platform platform) {
        private static final Pattern SHAPE = Pattern.compile("([^/]+)/([^/]+)/log/(\\d+)@(\\w+)");

        static PageKey parse(String key) {
            Matcher m = SHAPE.matcher(key);
            if (!m.matches()) throw new IllegalArgumentException("not the key of a page of a log: " + key);
            return new PageKey(
                    m.group(1),
                    m.group(2),
                    Integer.parseInt(m.group(3)),
                    Platform.valueOf(m.group(4).toUpperCase(Locale.ROOT)));
        }
    }

    /** How far its log is told, held; empty if that page is not the growing one any more. */
    private static Optional<Told> growing(Handle handle, PageKey key) {
        return ToldStore.await(handle, key.operation(), key.platform())
                .filter(told -> told.page().number() == key.number());
    }

    @Override
    public Optional<Message> draw(Handle handle, String key, Duration waited) {
        return growing(handle, PageKey.parse(key))
                .filter(told -> !told.page().begunBefore(clock.instant().minus(TOO_OLD)))
                .map(told -> draw(handle, told, waited));
    }

    private Message draw(Handle handle, Told told, Duration waited) {
        LogText text = logs.text(told.operation());
        var page = pages.next(text, told.page().from(), told.page().folded());
        long ahead = text.length() - page.next();
        if (ahead > pagesWithin(waited, told.platform()) * (long) pages.limit()) {
            page = pages.latest(text, told.page().from(), told.page().folded());
        }
        ToldStore.move(handle, told.showing(page));
        return LogCard.page(told.operation(), told.page().number(), page);
    }

    /** How many more pages can be shown within our patience, if each has to wait for its turn as long as this one did. */
    private static long pagesWithin(Duration waited, Platform platform) {
        int most = mostPages(platform);
        if (platform == Platform.CONSOLE || !waited.isPositive()) return most;
        return Math.clamp(PATIENCE.dividedBy(waited), FEW_PAGES, most);
    }

    @Override
    public void shown(Handle handle, String key) {
        PageKey page = PageKey.parse(key);
        growing(handle, page).ifPresent(drawn -> {
            Told told = drawn.shown(clock.instant());
            Conversation here = here(handle, page.subject(), page.platform()).orElseThrow();
            ToldStore.move(handle, advance(handle, here, told, logs.text(told.operation()), true));
        });
    }

    @Override
    public void lost(Handle handle, String key) {
        growing(handle, PageKey.parse(key)).ifPresent(told -> {
            long lines = logs.text(told.operation())
                    .lines(told.page().from(), told.page().to());
            ToldStore.move(handle, told.losing(lines));
        });
    }
}
