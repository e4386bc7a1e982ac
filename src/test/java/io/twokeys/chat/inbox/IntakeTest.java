package io.twokeys.chat.inbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.db.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many events to a commit, each of them taken in once; a database that is slow, full or away is said so in time. */
class IntakeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String WAITING_FOR_A_LOCK = """
            select count(*) from pg_stat_activity where wait_event_type = 'Lock'
              and datname = current_database()""";

    private final Jdbi jdbi = TestPostgres.fresh();
    private final Inbox inbox = new Inbox(new InboxStore(jdbi), Clock.systemUTC());

    @AfterEach
    void stop() throws InterruptedException {
        inbox.stop();
    }

    private static ChatEvent command(String id, String person) {
        var by = new ChatUser(Platform.CONSOLE, person);
        return new ChatEvent.CommandIssued(id, by, Place.channel(Platform.CONSOLE, "ops"), "status");
    }

    private static ChatEvent vote(String id, String person) {
        var message = new MessageRef(Platform.CONSOLE, "ops", "1");
        return new ChatEvent.ReactionAdded(id, new ChatUser(Platform.CONSOLE, person), message, "✅");
    }

    private CompletableFuture<@Nullable Void> later(ChatEvent event) {
        return inbox.receiveLater(event).toCompletableFuture();
    }

    /** Nothing gets into the table until it is closed. */
    private Handle lockedTable() {
        Handle other = jdbi.open();
        other.begin();
        other.execute("lock table arrival in access exclusive mode");
        return other;
    }

    private int stored() {
        return count("select coalesce(sum(cardinality(event_id)), 0) from arrival");
    }

    private int count(String sql) {
        return jdbi.withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
    }

    @Test
    void a_thousand_events_from_64_people_are_each_taken_in_once_and_in_order_per_person() throws InterruptedException {
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int person = 0; person < 64; person++) {
                String name = "p" + person;
                people.submit(() -> IntStream.range(0, 16).forEach(n -> {
                    inbox.receive(command(name + "-" + n, name));
                    inbox.receive(command(name + "-" + n, name));
                }));
            }
        }
        assertThat(stored()).isEqualTo(2048);
        var handled = new CopyOnWriteArrayList<ChatEvent>();
        inbox.start(handled::add);
        await().atMost(SOON).until(() -> handled.size() >= 1024 && stored() == 0);
        assertThat(count("select count(*) from inbox")).isEqualTo(1024);
        Map<String, List<String>> perPerson =
                handled.stream().collect(groupingBy(event -> event.by().id(), mapping(ChatEvent::id, toList())));
        perPerson.forEach((name, ids) -> assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.range(0, 16).mapToObj(n -> name + "-" + n).toList()));
    }

    @Test
    void what_waits_together_is_committed_together_and_handled_in_its_order_without_duplicates() {
        List<CompletableFuture<@Nullable Void>> words = new ArrayList<>();
        inbox.receive(command("before", "p"));
        try (Handle closed = lockedTable()) {
            words.add(later(command("first", "p")));
            await().until(() -> count(WAITING_FOR_A_LOCK) == 1);
            List.of("a", "b", "a", "before", "c").forEach(id -> words.add(later(command(id, "p"))));
            closed.commit();
        }
        words.forEach(CompletableFuture::join);
        assertThat(count("select cardinality(event_id) from arrival where 'a' = any (event_id)"))
                .isEqualTo(5);
        var handled = new CopyOnWriteArrayList<String>();
        inbox.start(event -> handled.add(event.id()));
        await().atMost(SOON).until(() -> handled.contains("c"));
        assertThat(handled).containsExactly("before", "first", "a", "b", "c");
    }

    @Test
    void one_bad_event_does_not_take_the_others_down() {
        String endless = IntStream.range(0, 4000).mapToObj(Integer::toString).reduce("", String::concat);
        List<CompletableFuture<@Nullable Void>> words = new ArrayList<>();
        try (Handle closed = lockedTable()) {
            List.of("first", "a", "b\u0000", endless, "c").forEach(id -> words.add(later(command(id, "p"))));
            closed.commit();
        }
        List.of(0, 1, 4).forEach(n -> words.get(n).join());
        assertThat(words.get(2)).isCompletedExceptionally();
        assertThat(words.get(3)).isCompletedExceptionally();
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void a_database_that_does_not_answer_is_given_up_in_time_for_the_platform() {
        try (Handle closed = lockedTable()) {
            long began = System.nanoTime();
            var behind = new ArrayList<CompletableFuture<@Nullable Void>>();
            var underway = later(command("underway", "p"));
            await().until(() -> count(WAITING_FOR_A_LOCK) == 1);
            IntStream.range(0, 300).forEach(n -> behind.add(later(command("behind-" + n, "p"))));
            assertThatThrownBy(() -> inbox.receive(command("mine", "p"))).isInstanceOf(NotRecorded.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
            assertThat(underway)
                    .failsWithin(Duration.ofSeconds(1))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            NotRecorded.class,
                            why -> assertThat(why.mayFollow()).isTrue());
            assertThat(behind).allMatch(CompletableFuture::isCompletedExceptionally);
            closed.commit();
        }
        inbox.receive(command("later", "p"));
        var handled = new CopyOnWriteArrayList<String>();
        inbox.start(event -> handled.add(event.id()));
        await().atMost(SOON).until(() -> handled.contains("later"));
        assertThat(handled)
                .as("what was refused for certain is not done after all")
                .isSubsetOf("underway", "later");
    }

    @Test
    void when_too_many_wait_the_next_is_refused_at_once() {
        try (Handle closed = lockedTable()) {
            var words = IntStream.range(0, Intake.ROOM + 300)
                    .mapToObj(n -> later(vote("v" + n, "p")))
                    .toList();
            assertThat(words.getLast())
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContaining("wait for the database already");
            closed.commit();
        }
    }

    @Test
    void what_came_before_the_stop_is_recorded_and_what_comes_after_is_refused() throws Exception {
        List<CompletableFuture<@Nullable Void>> words = new ArrayList<>();
        Thread stopping;
        try (Handle closed = lockedTable()) {
            IntStream.range(0, 5).forEach(n -> words.add(later(command("c" + n, "p"))));
            stopping = Thread.ofVirtual().start(() -> stopQuietly());
            await().until(() -> later(command("late", "p")).isCompletedExceptionally());
            closed.commit();
        }
        stopping.join();
        words.forEach(CompletableFuture::join);
        assertThat(stored()).isEqualTo(5);
        assertThatThrownBy(() -> inbox.receive(command("after", "p"))).isInstanceOf(NotRecorded.class);
    }

    private void stopQuietly() {
        try {
            stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_dozen_slow_commands_do_not_keep_a_vote_waiting() {
        var slow = new CountDownLatch(1);
        var handled = new CopyOnWriteArrayList<String>();
        inbox.start(event -> {
            if (event instanceof ChatEvent.CommandIssued) awaitQuietly(slow);
            handled.add(event.id());
        });
        IntStream.range(0, 20).forEach(n -> inbox.receive(command("slow-" + n, "p" + n)));
        inbox.receive(vote("vote", "manager-1"));
        await().atMost(SOON).until(() -> handled.contains("vote"));
        assertThat(handled).containsExactly("vote");
        slow.countDown();
        await().atMost(SOON).until(() -> handled.size() == 21);
    }

    @Test
    void after_a_crowd_everything_is_worked_off_without_waiting_for_the_next_event() {
        var handled = new CopyOnWriteArrayList<String>();
        inbox.start(event -> handled.add(event.id()));
        try (Handle closed = lockedTable()) {
            IntStream.range(0, 60).forEach(n -> later(command("c" + n, "p" + n)));
            closed.commit();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> handled.size() == 60);
    }

    @Test
    void an_event_comes_in_although_the_connections_were_lost_before() {
        inbox.receive(command("before", "p"));
        count("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()""");
        inbox.receive(command("after", "p"));
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void what_the_inbox_refuses_is_kept_and_holds_up_nobody() {
        jdbi.useHandle(h -> h.execute("alter table inbox add check (event_id <> 'odd')"));
        inbox.receive(command("odd", "p"));
        inbox.receive(command("next", "p"));
        var handled = new CopyOnWriteArrayList<String>();
        inbox.start(event -> handled.add(event.id()));
        await().atMost(SOON).until(() -> handled.contains("next"));
        assertThat(count("select count(*) from arrival_parked where last_error like '%check%'"))
                .isEqualTo(1);
    }

    @Test
    void a_process_that_stands_still_while_it_spreads_does_not_mix_up_the_order() throws InterruptedException {
        try (Handle closed = jdbi.open()) {
            IntStream.range(0, 40).forEach(n -> inbox.receive(command("c" + n, "p")));
            closed.begin();
            closed.execute("select from arrival order by position limit 1 for update");
            var handled = new CopyOnWriteArrayList<String>();
            inbox.start(event -> handled.add(event.id()));
            await().until(() -> count(WAITING_FOR_A_LOCK) > 1);
            closed.commit();
            await().atMost(SOON).until(() -> handled.size() == 40);
            assertThat(handled)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 40).mapToObj(n -> "c" + n).toList());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
