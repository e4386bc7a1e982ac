package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class LogKeeperTest {
    private static final String UP = "UP-1";

    private final Jdbi jdbi = Database.over(TestPostgres.freshDataSource());
    private final LogStore store = new LogStore(jdbi);

    private static boolean take(LogKeeper keeper, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return keeper.take(bytes, bytes.length);
    }

    private String kept() {
        return store.slice(UP, 0, 64 * 1024 * 1024);
    }

    @Test
    void a_slow_log_is_there_at_once_and_masked() {
        try (LogKeeper keeper = new LogKeeper(store, UP, 0)) {
            take(keeper, "password=x\nhalf a l");
            await().until(() -> kept().equals("password=•••\n"));
            take(keeper, "ine\n");
            await().until(() -> kept().endsWith("half a line\n"));
        }
    }

    @Test
    void a_fast_log_is_kept_whole_in_few_writes() {
        String piece = "a line of a log that comes faster than it can be written\n".repeat(1000);
        try (LogKeeper keeper = new LogKeeper(store, UP, 0)) {
            for (int i = 0; i < 300; i++) take(keeper, piece);
            take(keeper, "the end");
            assertThat(keeper.end()).isTrue();
        }
        assertThat(kept()).isEqualTo(piece.repeat(300) + "the end");
        assertThat(store.lines(UP)).isEqualTo(300_001);
        int writes = jdbi.withHandle(h -> h.createQuery("select count(*) from log_chunk")
                .mapTo(Integer.class)
                .one());
        assertThat(writes).isLessThan(150);
    }

    @Test
    void what_was_not_written_is_brought_again() {
        try (LogKeeper keeper = new LogKeeper(store, UP, 0)) {
            take(keeper, "one\ntwo, half");
        }
        long from = store.resumeOffset(UP);
        assertThat(from).isEqualTo(4);
        try (LogKeeper next = new LogKeeper(store, UP, from)) {
            take(next, "two, whole\n");
            next.end();
        }
        assertThat(kept()).isEqualTo("one\ntwo, whole\n");
    }

    @Test
    void whoever_is_outrun_is_told_to_stop() {
        try (LogKeeper slow = new LogKeeper(store, UP, 0)) {
            try (LogKeeper fast = new LogKeeper(store, UP, 0)) {
                take(fast, "one\n");
                fast.end();
            }
            await().until(() -> !take(slow, "one\n"));
        }
        assertThat(kept()).isEqualTo("one\n");
    }

    @Test
    void a_write_that_fails_is_heard_of() {
        LogKeeper keeper = new LogKeeper(store, UP, 0);
        jdbi.useHandle(h -> h.execute("drop table log_chunk"));
        take(keeper, "one\n");
        assertThatThrownBy(keeper::end).isInstanceOf(RuntimeException.class);
    }

    @Test
    void who_watches_sees_what_is_kept_in_order() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        store.watch((operation, from, text) -> seen.add(from + " " + new String(text, UTF_8)));
        store.append(UP, 0, 4, "one\n".getBytes(UTF_8), 1);
        store.append(UP, 0, 4, "one\n".getBytes(UTF_8), 1);
        store.append(UP, 4, 8, "two\n".getBytes(UTF_8), 1);
        assertThat(seen).containsExactly("0 one\n", "4 two\n");
    }
}
