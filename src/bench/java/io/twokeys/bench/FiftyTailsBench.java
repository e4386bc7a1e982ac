package io.twokeys.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.bot.report.Tails;
import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Platform;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * 50 logs at once in one workspace with Slack's pace: 50 edits a minute in all, a post a second in each of 10 channels. The fair share of
 * a tail is an edit a minute, so no thread may be more than 62 s behind.
 */
class FiftyTailsBench {
    private static final int TAILS = 50;
    private static final int SECONDS = Integer.getInteger("bench.seconds", 240);
    private static final int WARM_UP = 70;
    private static final Pattern FOLDED = Pattern.compile("… ([\\d,]+) lines folded");

    private final FakeChat slack = new FakeChat(Platform.SLACK).paced(TailBench::likeSlack);
    private final Tails tails = new Tails(InstantSource.system(), slack);
    private final List<Long> behind = new ArrayList<>();
    private final List<Long> heap = new ArrayList<>();
    private final long[] written = new long[SECONDS + 1];

    @Test
    void fifty_tails_share_the_pace_and_lose_nothing() throws Exception {
        try (AutoCloseable live = tails.live()) {
            for (int tail = 1; tail <= TAILS; tail++) tails.start(tail, "ops-" + tail % 10);
            long began = System.nanoTime();
            for (int second = 0; second < SECONDS; second++) {
                write(second);
                if (second > WARM_UP) sample(second);
                if (second % 20 == 19) heap.add(afterCollection() - keptByTheFake());
                long next = began + (second + 1) * 1_000_000_000L;
                if (next > System.nanoTime()) Thread.sleep((next - System.nanoTime()) / 1_000_000);
            }
            for (int tail = 1; tail <= TAILS; tail++) tails.ends(tail);
            awaitTheEnds();
            assertThat(live).isNotNull();
        }
        report();
    }

    /** Lines a second: half of the logs are slow enough to live from edits, half fill a page in little more than a second. */
    private static int rate(int tail) {
        return tail % 2 == 0 ? 20 : 1;
    }

    private void write(int second) {
        for (int tail = 1; tail <= TAILS; tail++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < rate(tail); i++) {
                int number = second * rate(tail) + i;
                text.append("line ").append(number).append(' ').append(OdooLines.line(number % 4_000));
            }
            tails.writes(tail, text.toString());
        }
        written[second] = System.nanoTime();
    }

    /** Milliseconds since the first line that a thread does not show was written. */
    private void sample(int second) {
        synchronized (slack) {
            for (int tail = 1; tail <= TAILS; tail++) {
                int shown = newest(tail);
                int missing = (shown + 1) / rate(tail);
                behind.add(missing > second ? 0 : (System.nanoTime() - written[missing]) / 1_000_000);
            }
        }
    }

    private int newest(int tail) {
        String told = Tails.pages(slack, tail).stream().reduce("", (a, b) -> b);
        int at = told.lastIndexOf("line ");
        return at < 0 ? -1 : Integer.parseInt(told.substring(at + 5, told.indexOf(' ', at + 5)));
    }

    private void awaitTheEnds() throws InterruptedException {
        long most = System.nanoTime() + 300_000_000_000L;
        while (ended() < TAILS && System.nanoTime() < most) Thread.sleep(500);
    }

    private int ended() {
        synchronized (slack) {
            return (int) slack.said.stream()
                    .filter(call -> call.startsWith("attach"))
                    .count();
        }
    }

    private void report() throws Exception {
        Collections.sort(behind);
        long lost = 0;
        for (int tail = 1; tail <= TAILS; tail++) {
            long all = (long) SECONDS * rate(tail);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            tails.logs.copyTo(Tails.up(tail), file);
            lost += Math.abs(all - file.toString(UTF_8).lines().count()) + Math.abs(all - accounted(tail));
        }
        System.out.printf(
                "%d tails for %d s: behind p50 %.1f s, p95 %.1f s, most %.1f s; %d files attached; lines lost %d%n",
                TAILS,
                SECONDS,
                behind.get(behind.size() / 2) / 1e3,
                behind.get(behind.size() * 95 / 100) / 1e3,
                behind.getLast() / 1e3,
                ended(),
                lost);
        System.out.printf(
                "heap after collection without what the fake remembers, MB, every 20 s: %s%n",
                heap.stream().map(b -> b / 1_000_000).toList());
        assertThat(lost).isZero();
    }

    private long accounted(int tail) {
        long lines = 0;
        for (String page : Tails.pages(slack, tail)) {
            lines += page.lines().filter(line -> !line.startsWith("…")).count();
            Matcher folded = FOLDED.matcher(page);
            while (folded.find()) lines += Long.parseLong(folded.group(1).replace(",", ""));
        }
        return lines;
    }

    /** What the fake platform remembers is not ours. */
    private long keptByTheFake() {
        synchronized (slack) {
            return slack.reads.values().stream()
                    .flatMap(message -> message.parts().stream())
                    .mapToLong(
                            part -> part.toString().length() * (part.toString().contains("…") ? 2L : 1L))
                    .sum();
        }
    }

    private static long afterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
