package io.twokeys.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.bot.report.Tails;
import io.twokeys.chat.Chat.Act;
import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Platform;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostSession;
import io.twokeys.ssh.Hosts;
import io.twokeys.ssh.OutputSink;
import io.twokeys.ssh.SshServer;
import io.twokeys.tail.LogFeed;
import io.twokeys.tail.LogKeeper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of 1,000,000 lines over real SSH: kept, masked, read for warnings and told to a chat with Slack's pace, beside the same session
 * that only counts the bytes.
 */
class TailBench {
    private static final int LINES = Integer.getInteger("bench.lines", 1_000_000);
    private static final int ROUNDS = 3;

    @TempDir
    Path folder;

    private final FakeChat slack = new FakeChat(Platform.SLACK).paced(TailBench::likeSlack);
    private final Tails tails = new Tails(InstantSource.system(), slack);
    private final AtomicInteger operation = new AtomicInteger();

    static Optional<Pace> likeSlack(Act act, String channel) {
        return switch (act) {
            case EDIT -> Optional.of(Pace.perMinute("edits", 1, 50));
            case POST -> Optional.of(new Pace("posts/" + channel, 1, Duration.ofSeconds(1)));
            default -> Optional.empty();
        };
    }

    /** Something that reads the whole log; answers how many bytes it saw. */
    private interface Way {
        long read(HostSession session, ShellCommand cat) throws Exception;
    }

    @Test
    void a_log_of_a_million_lines_goes_nearly_as_fast_as_it_can_be_read() throws Exception {
        Path file = OdooLines.write(folder.resolve("odoo.log"), LINES);
        try (SshServer server = SshServer.in(folder.resolve("ssh"));
                Hosts hosts = new Hosts();
                AutoCloseable live = tails.live()) {
            HostSession session = hosts.on(server.host());
            ShellCommand cat = ShellCommand.of("cat", file.toString());
            List<Double> masked = new ArrayList<>();
            List<Double> whole = new ArrayList<>();
            measure(TailBench::plain, session, cat);
            measure(this::whole, session, cat);
            for (int round = 0; round < ROUNDS; round++) {
                double plain = measure(TailBench::plain, session, cat);
                masked.add(measure(TailBench::masked, session, cat) / plain);
                whole.add(measure(this::whole, session, cat) / plain);
                System.out.printf(
                        "plain %.0f MB/s, masked %.2f x, whole %.2f x%n", plain, masked.getLast(), whole.getLast());
            }
            System.out.printf(
                    "medians: masked %.2f x, whole %.2f x of the plain read%n", median(masked), median(whole));
            heap(session, cat);
            assertThat(live).isNotNull();
        }
    }

    private static double measure(Way way, HostSession session, ShellCommand cat) throws Exception {
        long began = System.nanoTime();
        long bytes = way.read(session, cat);
        return bytes / 1e6 / ((System.nanoTime() - began) / 1e9);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static long plain(HostSession session, ShellCommand cat) {
        AtomicLong bytes = new AtomicLong();
        session.stream(cat, (buffer, length) -> bytes.addAndGet(length));
        return bytes.get();
    }

    private static long masked(HostSession session, ShellCommand cat) {
        AtomicLong bytes = new AtomicLong();
        LogFeed feed = new LogFeed(0);
        session.stream(
                cat,
                (buffer, length) ->
                        bytes.addAndGet(length + 0L * feed.feed(buffer, length).lines()));
        return bytes.get();
    }

    private long whole(HostSession session, ShellCommand cat) {
        int number = operation.incrementAndGet();
        tails.start(number, "ops");
        AtomicLong bytes = new AtomicLong();
        try (LogKeeper keeper = new LogKeeper(tails.logs, Tails.up(number), 0)) {
            session.stream(cat, (buffer, length) -> {
                keeper.take(buffer, length);
                bytes.addAndGet(length);
            });
            keeper.end();
        }
        assertThat(tails.logs.lines(Tails.up(number))).isEqualTo(LINES);
        tails.ends(number);
        return bytes.get();
    }

    /** The heap that is left after a collection, at every tenth of the log. */
    private void heap(HostSession session, ShellCommand cat) throws IOException {
        int number = operation.incrementAndGet();
        tails.start(number, "ops");
        List<Long> used = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        try (LogKeeper keeper = new LogKeeper(tails.logs, Tails.up(number), 0)) {
            session.stream(cat, (buffer, length) -> {
                keeper.take(buffer, length);
                if (bytes.addAndGet(length) / 13_400_000 > used.size()) used.add(afterCollection());
            });
            keeper.end();
        }
        tails.ends(number);
        System.out.printf(
                "heap after collection, MB, at every 13 MB of the log: %s%n",
                used.stream().map(b -> b / 1_000_000).toList());
    }

    private static long afterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** 200 lines a second for 40 s, followed over SSH; how old is the newest line that the thread shows? */
    @Test
    void the_newest_line_is_hardly_older_than_the_pace() throws Exception {
        Path file = Files.createFile(folder.resolve("live.log"));
        int number = operation.incrementAndGet();
        List<Long> ages = new ArrayList<>();
        try (SshServer server = SshServer.in(folder.resolve("ssh"));
                Hosts hosts = new Hosts();
                AutoCloseable live = tails.live();
                LogKeeper keeper = new LogKeeper(tails.logs, Tails.up(number), 0);
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            tails.start(number, "ops");
            Until until = new Until(keeper);
            Thread follower = Thread.startVirtualThread(() ->
                    hosts.on(hostOf(server)).stream(ShellCommand.of("tail", "-c", "+1", "-f", file.toString()), until));
            List<Long> written = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; System.nanoTime() - began < 40_000_000_000L; i++) {
                while (written.size() < (System.nanoTime() - began) / 5_000_000) {
                    written.add(System.nanoTime());
                    out.write(("line " + (written.size() - 1) + " " + OdooLines.line(i)).getBytes(UTF_8));
                }
                if (System.nanoTime() - began > 5_000_000_000L) ages.add(age(number, written));
                Thread.sleep(50);
            }
            until.over = true;
            follower.join();
            assertThat(live).isNotNull();
        }
        Collections.sort(ages);
        System.out.printf(
                "age of the newest shown line at a pace of 1.2 s: p50 %d ms, p95 %d ms, most %d ms%n",
                ages.get(ages.size() / 2), ages.get(ages.size() * 95 / 100), ages.getLast());
    }

    private static io.twokeys.fleet.Host hostOf(SshServer server) {
        try {
            return server.host();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Since when a line waits to be shown, in milliseconds. */
    private long age(int number, List<Long> written) {
        String told;
        synchronized (slack) {
            told = Tails.pages(slack, number).stream().reduce("", (a, b) -> b);
        }
        int at = told.lastIndexOf("line ");
        int shown = at < 0 ? -1 : Integer.parseInt(told.substring(at + 5, told.indexOf(' ', at + 5)));
        return shown + 1 >= written.size() ? 0 : (System.nanoTime() - written.get(shown + 1)) / 1_000_000;
    }

    private static final class Until implements OutputSink {
        private final LogKeeper keeper;
        private volatile boolean over;

        Until(LogKeeper keeper) {
            this.keeper = keeper;
        }

        @Override
        public void take(byte[] buffer, int length) {
            keeper.take(buffer, length);
        }

        @Override
        public boolean wanted() {
            return !over;
        }
    }
}
