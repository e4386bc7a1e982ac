package io.twokeys.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.twokeys.db.TestPostgres;
import io.twokeys.journal.Verification.Broken;
import io.twokeys.journal.Verification.Intact;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");

    private Jdbi jdbi;
    private Journal journal;

    @BeforeEach
    void aFreshJournal() {
        jdbi = TestPostgres.fresh();
        journal = new Journal(jdbi, InstantSource.fixed(NOON));
    }

    @Test
    void an_entry_is_read_back_as_it_was_written() {
        var written = append("UP-42", "step.started", data("step", "checkpoint"));

        assertThat(journal.after(0, 10)).containsExactly(written);
        assertThat(written.seq()).isEqualTo(1);
        assertThat(written.at()).isEqualTo(Instant.parse("2026-11-21T12:00:00.123456Z"));
        assertThat(written.prevHash()).isEqualTo("0".repeat(64));
    }

    @Test
    void the_journal_of_one_subject_holds_nothing_of_another() {
        append("UP-42", "step.started", data("step", "checkpoint"));
        append("AR-7", "approval.opened", data("keys", "2"));
        append("UP-42", "step.done", data("step", "checkpoint"));

        assertThat(journal.of("UP-42")).extracting(Entry::kind).containsExactly("step.started", "step.done");
    }

    @Test
    void a_reader_continues_where_it_stopped() {
        for (int i = 1; i <= 5; i++) {
            append("UP-" + i, "step.started", data("step", "freeze"));
        }

        assertThat(journal.after(2, 2)).extracting(Entry::seq).containsExactly(3L, 4L);
        assertThat(journal.after(5, 2)).isEmpty();
    }

    @Test
    void an_entry_of_a_transaction_that_failed_never_happened() {
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    journal.append(handle, new NewEntry("UP-1", "prod", "step.done", "twokeys", data("a", "b")));
                    throw new IllegalStateException("the state change failed");
                }))
                .hasMessage("the state change failed");

        assertThat(journal.after(0, 10)).isEmpty();
        assertThat(append("UP-2", "step.started", data("a", "b")).seq()).isEqualTo(1);
    }

    @Test
    void an_entry_outside_of_a_transaction_is_refused() {
        var entry = new NewEntry("UP-1", "prod", "step.done", "twokeys", data("a", "b"));

        assertThatThrownBy(() -> jdbi.useHandle(handle -> journal.append(handle, entry)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writers_at_the_same_time_make_one_chain_without_gaps() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                var subject = "UP-" + i;
                threads.submit(() -> append(subject, "step.started", data("step", "upgrade")));
            }
        }

        assertThat(journal.verify())
                .isInstanceOfSatisfying(
                        Intact.class, it -> assertThat(it.entries()).isEqualTo(60));
    }

    @Test
    void a_reader_never_passes_an_entry_that_commits_later() throws Exception {
        var written = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> jdbi.inTransaction(handle -> {
                journal.append(handle, new NewEntry("slow", "prod", "step.done", "twokeys", data("a", "b")));
                written.countDown();
                return mayCommit.await(10, TimeUnit.SECONDS);
            }));
            assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
            var fast = threads.submit(() -> append("fast", "step.done", data("a", "b")));

            assertThatThrownBy(() -> fast.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(journal.after(0, 10)).isEmpty();
            mayCommit.countDown();
        }

        assertThat(journal.after(0, 10)).extracting(Entry::subject).containsExactly("slow", "fast");
    }

    @Test
    void readers_are_woken_after_the_commit_and_not_before() {
        var seen = new ArrayList<Integer>();
        journal.whenAppended(() -> seen.add(journal.after(0, 10).size()));

        jdbi.useTransaction(handle -> {
            journal.append(handle, new NewEntry("UP-1", "prod", "step.done", "twokeys", data("a", "b")));
            assertThat(seen).isEmpty();
        });

        assertThat(seen).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update journal set actor = 'x'", "delete from journal", "truncate journal"})
    void the_database_refuses_to_change_history(String sql) {
        append("UP-42", "step.started", data("step", "checkpoint"));

        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql)))
                .hasMessageContaining("the journal is append-only");
        assertThat(journal.after(0, 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update journal set actor = 'somebody-else' where seq = 2",
                "update journal set data = '{\"step\":\"other\"}' where seq = 2",
                "update journal set at = at + interval '1 microsecond' where seq = 2",
                "update journal set subject = subject || target, target = '' where seq = 2",
                "delete from journal where seq = 2",
                "update journal set prev_hash = 'x' where seq = 2",
            })
    void a_tampered_entry_is_named(String sql) {
        for (int i = 1; i <= 3; i++) {
            append("UP-" + i, "step.started", data("step", "freeze"));
        }
        jdbi.useTransaction(handle -> {
            handle.execute("alter table journal disable trigger all");
            handle.execute(sql);
        });

        assertThat(journal.verify())
                .isInstanceOfSatisfying(
                        Broken.class, it -> assertThat(it.atSeq()).isEqualTo(2));
    }

    @Test
    void an_empty_journal_is_intact() {
        assertThat(journal.verify()).isEqualTo(new Intact(0, "0".repeat(64)));
    }

    @Test
    void any_text_survives_the_chain() {
        append("UP-1", "log", data("line", "null \u0000, quote \" and \\, emoji \uD83D\uDD11, newline \n"));
        append(
                "UP-1",
                "log",
                JsonNodeFactory.instance.objectNode().put("z", 1.50).put("a", 1L << 60));

        assertThat(journal.verify()).isInstanceOf(Intact.class);
        assertThat(journal.after(0, 1).getFirst().data().get("line").asText()).startsWith("null \u0000, quote");
    }

    @Test
    void a_chain_longer_than_a_page_is_walked_to_its_end() {
        var count = new AtomicInteger();
        jdbi.useTransaction(handle -> {
            while (count.incrementAndGet() <= 1001) {
                journal.append(handle, new NewEntry("UP-1", "prod", "log", "twokeys", data("n", "" + count)));
            }
        });

        assertThat(journal.verify())
                .isInstanceOfSatisfying(
                        Intact.class, it -> assertThat(it.entries()).isEqualTo(1001));
    }

    private Entry append(String subject, String kind, JsonNode data) {
        return jdbi.inTransaction(
                handle -> journal.append(handle, new NewEntry(subject, "prod", kind, "operator", data)));
    }

    private static JsonNode data(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }
}
