package io.twokeys.bot.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.SteppedClock;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.chat.outbox.SteppedSender;
import io.twokeys.db.Database;
import io.twokeys.db.Pooled;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.operation.Operations;
import io.twokeys.plan.Plan;
import io.twokeys.tail.LogFeed;
import io.twokeys.tail.LogStore;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Upgrades that run, their logs, and what is told of them on some platforms; one replica, its clock stepped. */
public final class Tails {
    final SteppedClock clock = new SteppedClock();
    private final InstantSource time;
    private final DataSource database = Pooled.over(TestPostgres.freshDataSource());
    public final Jdbi jdbi = Database.over(database);
    public final LogStore logs = new LogStore(jdbi);
    final List<FakeChat> chats;
    private final ConversationStore conversations = new ConversationStore();
    private final OutboxStore store = new OutboxStore(jdbi);
    private final Outbox outbox;
    private final Map<String, LogFeed> feeds = new HashMap<>();
    LogStory story;
    private OutboxSender sender;

    Tails(FakeChat... chats) {
        this.chats = List.of(chats);
        this.time = clock;
        this.outbox = new Outbox(store, time);
        this.story = story();
        this.sender = sender();
    }

    /** At the time of {@code real}. */
    public Tails(InstantSource real, FakeChat chat) {
        this.chats = List.of(chat);
        this.time = real;
        this.outbox = new Outbox(store, time);
        this.story = story();
        this.sender = sender();
    }

    /** Looks and sends from now on as the product does, until closed. */
    public AutoCloseable live() {
        var looks =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        looks.scheduleWithFixedDelay(
                () -> {
                    if (story.tellAll()) sender.nudge();
                },
                0,
                500,
                TimeUnit.MILLISECONDS);
        sender.start();
        return () -> {
            looks.shutdownNow();
            sender.stop();
        };
    }

    private LogStory story() {
        var journal = new Journal(jdbi, time);
        var timers = new Timers(new TimerStore(database), time);
        return new LogStory(jdbi, logs, new Operations(jdbi, journal, timers, time), conversations, outbox, time);
    }

    private OutboxSender sender() {
        return new OutboxSender(store, time, () -> List.copyOf(chats), story);
    }

    /** All that was in memory is gone. */
    void restart() {
        story = story();
        sender = sender();
    }

    /** UP-{@code number} of AR-{@code number} runs; its card is in {@code channel} of every platform. */
    public void start(int number, String channel) {
        var plan = new Plan.Upgrade(
                new TargetName("t" + number),
                "odoo",
                List.of("sale"),
                new Plan.Revisions("a", "b"),
                List.of(),
                "base",
                "clone",
                List.of());
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "insert into operation (id, kind, target, exclusive, request, requester, plan, digest, state, created)"
                            + " values (?, 'UPGRADE', ?, true, ?, 'operator', ?, ?, 'RUNNING', now())",
                    up(number),
                    "t" + number,
                    "AR-" + number,
                    plan.canonical(),
                    plan.digest());
            handle.execute(
                    "insert into operation_step (operation, step, position, title, state, epoch, began)"
                            + " values (?, 'upgrade', 1, 'Upgrade the modules', 'RUNNING', 1, now())",
                    up(number));
            for (FakeChat chat : chats) {
                var here = new Conversation("AR-" + number, chat.platform(), channel, null, "");
                conversations.open(handle, here);
                outbox.post(handle, here.root(), here.card(), Message.of(Message.Kind.APPROVAL, "AR-" + number));
                var steps = Message.of(Message.Kind.PROGRESS, "Steps of " + up(number));
                outbox.post(handle, here.inside(), OperationStory.stepsKey(here, up(number)), steps);
                story.begin(handle, up(number), chat.platform());
            }
        });
        feeds.put(up(number), new LogFeed(0));
    }

    public static String up(int number) {
        return "UP-" + number;
    }

    public void writes(int number, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        LogFeed feed = requireNonNull(feeds.get(up(number)));
        for (int at = 0; at < bytes.length; at += 64 * 1024) {
            byte[] piece = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 64 * 1024));
            logs.append(up(number), feed.feed(piece, piece.length));
        }
    }

    public void ends(int number) {
        logs.append(up(number), requireNonNull(feeds.get(up(number))).end());
        jdbi.useHandle(
                handle -> handle.execute("update operation_step set state = 'DONE' where operation = ?", up(number)));
    }

    /** One look at the logs, and everything that may be sent then. */
    void look() {
        story.tellAll();
        send();
    }

    void send() {
        SteppedSender.sendAll(sender);
    }

    /** Half a second after half a second, as the reporter looks. */
    void pass(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 500) {
            look();
            clock.advance(Duration.ofMillis(500));
        }
        look();
    }

    /** What all pages of the log say now, one after the other. */
    public static String told(FakeChat chat, int number) {
        return pages(chat, number).stream().collect(joining());
    }

    public static List<String> pages(FakeChat chat, int number) {
        return messages(chat, "Log of " + up(number) + ", page ");
    }

    public static List<String> messages(FakeChat chat, String title) {
        return chat.reads.values().stream()
                .filter(message -> message.title().startsWith(title))
                .map(message -> message.parts().stream()
                        .map(part -> part instanceof Preformatted text ? text.text() : part.toString())
                        .collect(joining("\n")))
                .toList();
    }
}
