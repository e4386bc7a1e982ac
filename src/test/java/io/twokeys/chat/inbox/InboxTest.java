package io.twokeys.chat.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.SteppedClock;
import io.twokeys.db.TestPostgres;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Jdbi jdbi = TestPostgres.fresh();
    private final SteppedClock clock = new SteppedClock();
    private final Inbox inbox = new Inbox(new InboxStore(jdbi), clock);
    private final List<String> handled = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        inbox.stop();
    }

    private static ChatEvent command(String id, String person, String text) {
        var by = new ChatUser(Platform.CONSOLE, person);
        return new ChatEvent.CommandIssued(id, by, Place.channel(Platform.CONSOLE, "ops"), text);
    }

    private void handle(ChatEvent event) {
        handled.add(event.id());
    }

    private void awaitHandled(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> handled.size() >= count);
    }

    @Test
    void an_event_is_taken_in_once_however_often_it_is_delivered() {
        inbox.start(this::handle);
        inbox.receive(command("Ev1", "operator", "status"));
        inbox.receive(command("Ev1", "operator", "status"));
        inbox.receive(command("Ev2", "operator", "help"));
        awaitHandled(2);
        inbox.receive(command("Ev1", "operator", "status"));
        inbox.receive(command("Ev3", "operator", "help"));
        awaitHandled(3);
        assertThat(handled).containsExactly("Ev1", "Ev2", "Ev3");
    }

    @Test
    void every_kind_of_event_comes_back_as_it_went_in() {
        var by = new ChatUser(Platform.SLACK, "U1");
        var message = new MessageRef(Platform.SLACK, "C1", "1503435956.000247");
        List<ChatEvent> events = List.of(
                command("1", "operator", "up\u0000grade 'x' ✅"),
                new ChatEvent.ButtonPressed("2", by, message, "start:UP-1", Map.of("reason", "because")),
                new ChatEvent.ReactionAdded("3", by, message, "✅"),
                new ChatEvent.ReactionRemoved("4", by, message, "✅"));
        List<ChatEvent> back = new CopyOnWriteArrayList<>();
        events.forEach(inbox::receive);
        inbox.start(back::add);
        Awaitility.await().until(() -> back.size() == 4);
        assertThat(back).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void what_a_dead_process_left_is_handled_by_the_next_one() {
        inbox.receive(command("Ev1", "operator", "status"));
        inbox.receive(command("Ev2", "operator", "status"));
        inbox.start(this::handle);
        awaitHandled(2);
        assertThat(handled).containsExactly("Ev1", "Ev2");
    }

    @Test
    void an_error_that_cannot_be_kept_as_it_is_keeps_nobody_waiting() {
        startOnAFastClock(event -> {
            handle(event);
            if (event.id().equals("odd")) throw new IllegalStateException("refused: C\u0000");
        });
        inbox.receive(command("odd", "stranger", "status"));
        inbox.receive(command("next", "operator", "status"));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> handled.contains("next"));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> parked().size() == 1);
    }

    @Test
    void what_only_another_replica_can_answer_waits_for_it() {
        Set<Platform> elsewhere = ConcurrentHashMap.newKeySet();
        elsewhere.add(Platform.SLACK);
        var by = new ChatUser(Platform.SLACK, "U1");
        inbox.start(this::handle, () -> elsewhere);
        inbox.receive(new ChatEvent.HomeOpened("there", by));
        inbox.receive(command("here", "operator", "status"));
        awaitHandled(1);
        assertThat(handled).containsExactly("here");
        elsewhere.clear();
        awaitHandled(2);
        assertThat(handled).containsExactly("here", "there");
    }

    @Test
    void a_slow_command_of_one_person_does_not_keep_another_waiting() throws InterruptedException {
        var slow = new CountDownLatch(1);
        inbox.start(event -> {
            if (event.id().equals("slow")) {
                awaitQuietly(slow);
            }
            handle(event);
        });
        inbox.receive(command("slow", "operator", "plan"));
        inbox.receive(command("behind", "operator", "status"));
        inbox.receive(command("free", "manager-1", "status"));
        awaitHandled(1);
        assertThat(handled).containsExactly("free");
        slow.countDown();
        awaitHandled(3);
        assertThat(handled).containsExactly("free", "slow", "behind");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_statement_that_fails_in_the_handler_does_not_hurt_the_inbox() {
        inbox.receive(command("Ev1", "operator", "status"));
        inbox.start(event -> {
            handle(event);
            jdbi.useTransaction(h -> h.execute("select * from no_such_table"));
        });
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !errors().isEmpty());
        assertThat(errors()).singleElement().asString().contains("no_such_table");
    }

    private List<String> errors() {
        return jdbi.withHandle(h -> h.createQuery("select last_error from inbox where last_error is not null")
                .mapTo(String.class)
                .list());
    }

    @Test
    void a_handler_that_fails_is_tried_five_times_and_then_the_event_is_parked_with_its_error() {
        startOnAFastClock(event -> {
            handle(event);
            throw new IllegalStateException("no answer from the database");
        });
        awaitHandled(5);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> parked().size() == 1);
        assertThat(parked())
                .containsExactly("Ev1 after 5: java.lang.IllegalStateException: no answer from the database");
        assertThat(handled).hasSize(5);
    }

    /** Ten minutes pass between two looks at the clock. */
    private void startOnAFastClock(Consumer<ChatEvent> handler) {
        InstantSource hurried = () -> {
            clock.advance(Duration.ofMinutes(10));
            return clock.instant();
        };
        var other = new Inbox(new InboxStore(jdbi), hurried);
        inbox.receive(command("Ev1", "operator", "status"));
        other.start(handler);
    }

    private List<String> parked() {
        return jdbi.withHandle(h -> h.createQuery("""
                        select event_id || ' after ' || attempts || ': ' || last_error from inbox
                        where parked_at is not null and processed_at is null
                        """).mapTo(String.class).list());
    }
}
