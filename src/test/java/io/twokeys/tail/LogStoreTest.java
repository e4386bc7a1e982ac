package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.db.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogStoreTest {
    private static final String UP = "UP-42";

    private LogStore store;

    @BeforeEach
    void aFreshStore() {
        store = new LogStore(TestPostgres.fresh());
    }

    private boolean append(long from, long to, String text) {
        return store.append(
                UP, from, to, text.getBytes(UTF_8), (int) text.lines().count());
    }

    @Test
    void a_log_nobody_wrote_is_empty() {
        assertThat(store.resumeOffset(UP)).isZero();
        assertThat(store.length(UP)).isZero();
        assertThat(store.read(UP, 0, 100)).isEmpty();
    }

    @Test
    void pieces_that_follow_each_other_are_kept_and_read_from_any_byte() {
        assertThat(append(0, 20, "one •••\n")).isTrue();
        assertThat(append(20, 25, "two\nthree\n")).isTrue();
        assertThat(store.resumeOffset(UP)).isEqualTo(25);
        assertThat(store.lines(UP)).isEqualTo(3);
        assertThat(store.length(UP)).isEqualTo("one •••\ntwo\nthree\n".getBytes(UTF_8).length);
        assertThat(store.slice(UP, 0, 1_000)).isEqualTo("one •••\ntwo\nthree\n");
        assertThat(store.slice(UP, 13, 5)).isEqualTo("\ntwo\n");
        assertThat(store.resumeOffset("UP-43")).isZero();
    }

    @Test
    void a_piece_that_was_kept_before_or_comes_too_early_is_not_kept() {
        append(0, 20, "one\n");
        assertThat(append(0, 20, "one\n")).isFalse();
        assertThat(append(0, 30, "one\nmore\n")).isFalse();
        assertThat(append(30, 40, "three\n")).isFalse();
        assertThat(append(20, 20, "")).isTrue();
        assertThat(store.slice(UP, 0, 100)).isEqualTo("one\n");
    }

    @Test
    void of_many_writers_one_keeps_each_piece() throws Exception {
        Callable<Long> writer = () -> IntStream.range(0, 30)
                .filter(i -> append(i * 10L, i * 10L + 10, "line " + i + "\n"))
                .count();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long kept = 0;
            for (var result : threads.invokeAll(Collections.nCopies(6, writer))) kept += result.get();
            assertThat(kept).isLessThanOrEqualTo(30);
        }
        long next = store.resumeOffset(UP);
        assertThat(store.lines(UP)).isEqualTo(next / 10);
        assertThat(store.slice(UP, 0, 10_000).lines())
                .containsExactlyElementsOf(IntStream.range(0, (int) next / 10)
                        .mapToObj(i -> "line " + i)
                        .toList());
    }

    @Test
    void the_whole_log_is_copied_and_paged_from_the_store() throws IOException {
        String host = IntStream.range(0, 20_000)
                .mapToObj("line %d password=x\n"::formatted)
                .collect(Collectors.joining());
        byte[] bytes = host.getBytes(UTF_8);
        LogFeed feed = new LogFeed(0);
        for (int at = 0; at < bytes.length; at += 60_000) {
            int length = Math.min(60_000, bytes.length - at);
            assertThat(store.append(UP, feed.feed(Arrays.copyOfRange(bytes, at, at + length), length)))
                    .isTrue();
        }
        String masked = host.replace("=x", "=•••");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.copyTo(UP, out);
        assertThat(out.toString(UTF_8)).isEqualTo(masked);
        assertThat(store.resumeOffset(UP)).isEqualTo(bytes.length);

        Pages.Page page = new Pages().latest(store.text(UP), 0);
        assertThat(page.text()).endsWith("line 19999 password=•••\n").hasSizeLessThanOrEqualTo(3_500);
        assertThat(page.folded() + page.text().lines().count() - 1).isEqualTo(20_000);
    }
}
