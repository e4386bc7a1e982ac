package io.twokeys.chat.outbox;

import static io.twokeys.chat.FakeChat.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.Chat.Act;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Platform;
import io.twokeys.chat.SteppedClock;
import io.twokeys.chat.outbox.Outbox.Destination;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.chat.outbox.Outbox.Destination.Under;
import io.twokeys.db.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Edits: 2 at once, then one a second in the whole workspace. Posts: one a second and channel. The rest: as fast as it goes. */
class OutboxPaceTest {
    private static final Destination OPS = new InChannel(Platform.CONSOLE, "ops");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Jdbi jdbi = TestPostgres.fresh();
    private final SteppedClock clock = new SteppedClock();
    private final OutboxStore store = new OutboxStore(jdbi);
    private final Outbox outbox = new Outbox(store, clock);
    private final FakeChat chat = new FakeChat();
    private final OutboxSender sender = replica();

    private OutboxSender replica() {
        return new OutboxSender(store, clock, () -> List.of(chat));
    }

    private static Optional<Pace> likeSlack(Act act, String channel) {
        return switch (act) {
            case EDIT -> Optional.of(new Pace("edits", 2, SECOND));
            case POST -> Optional.of(new Pace("posts/" + channel, 1, SECOND));
            default -> Optional.empty();
        };
    }

    private static Message says(String title) {
        return Message.of(Kind.NOTICE, title);
    }

    private static Message log(String title) {
        return Message.of(Kind.LOG, title);
    }

    /** What was said since the last time. */
    private List<String> sent() {
        int before = chat.said.size();
        while (sender.sendNext()) {
            assertThat(chat.said).hasSizeLessThan(1000);
        }
        return List.copyOf(chat.said.subList(before, chat.said.size()));
    }

    private List<String> sentAfter(Duration time) {
        clock.advance(time);
        return sent();
    }

    private void roots(int count) {
        for (int i = 1; i <= count; i++) outbox.post(OPS, "UP-" + i, says("plan " + i));
        assertThat(sent()).hasSize(count);
        chat.paced(OutboxPaceTest::likeSlack);
    }

    @Test
    void a_burst_goes_at_once_and_the_rest_at_the_pace() {
        roots(4);
        for (int i = 1; i <= 4; i++) outbox.edit("UP-" + i, says("e" + i));
        assertThat(sent()).containsExactly("edit m1: e1", "edit m2: e2");
        assertThat(sentAfter(Duration.ofMillis(999))).isEmpty();
        assertThat(sentAfter(Duration.ofMillis(1))).containsExactly("edit m3: e3");
        assertThat(sentAfter(SECOND)).containsExactly("edit m4: e4");
        clock.advance(Duration.ofMinutes(5));
        for (int i = 1; i <= 4; i++) outbox.edit("UP-" + i, says("f" + i));
        assertThat(sent()).as("no more than a burst after a long silence").hasSize(2);
    }

    @Test
    void each_channel_has_a_bucket_of_its_own() {
        chat.paced(OutboxPaceTest::likeSlack);
        outbox.post(OPS, "A", says("a"));
        outbox.post(OPS, "B", says("b"));
        outbox.post(new InChannel(Platform.CONSOLE, "dev"), "C", says("c"));
        assertThat(sent()).containsExactly("post #ops: a", "post #dev: c");
        assertThat(sentAfter(SECOND)).containsExactly("post #ops: b");
    }

    @Test
    void replicas_share_the_buckets_and_a_restart_does_not_fill_them() {
        roots(3);
        for (int i = 1; i <= 3; i++) outbox.edit("UP-" + i, says("e" + i));
        OutboxSender other = replica();
        assertThat(sender.sendNext()).isTrue();
        assertThat(other.sendNext()).isTrue();
        assertThat(chat.said).endsWith("edit m1: e1", "edit m2: e2");
        assertThat(sent()).isEmpty();
        while (replica().sendNext()) assertThat(chat.said).hasSize(5);
        assertThat(chat.said).hasSize(5);
    }

    @Test
    void what_the_platform_asks_for_stops_the_whole_bucket_on_every_replica() {
        roots(3);
        outbox.edit("UP-1", says("e1"));
        outbox.edit("UP-2", says("e2"));
        chat.before(call -> {
            if (call.startsWith("edit")) throw trouble(ChatTrouble.Kind.RATE_LIMITED);
        });
        assertThat(sent()).isEmpty();
        chat.before(call -> {});
        outbox.post(OPS, "UP-4", says("other buckets go on"));
        assertThat(sent()).containsExactly("post #ops: other buckets go on");
        clock.advance(Duration.ofSeconds(29));
        while (replica().sendNext()) assertThat(chat.said).hasSize(4);
        assertThat(chat.said).hasSize(4);
        assertThat(sentAfter(SECOND)).as("one at a time from then on").hasSize(1);
        assertThat(sentAfter(SECOND)).hasSize(1);
    }

    @Test
    void what_people_wait_for_goes_before_logs_and_logs_get_one_turn_in_four() {
        roots(8);
        outbox.edit("UP-1", says("spends"));
        outbox.edit("UP-2", says("the burst"));
        sent();
        outbox.edit("UP-1", log("log 1"));
        outbox.edit("UP-2", log("log 2"));
        for (int i = 3; i <= 8; i++) outbox.edit("UP-" + i, says("vote " + i));
        List<String> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++) turns.addAll(sentAfter(SECOND));
        assertThat(turns)
                .extracting(call -> call.replaceAll(".*: ", ""))
                .containsSubsequence("vote 3", "vote 4", "vote 5", "vote 6", "vote 7", "vote 8")
                .containsSubsequence("log 1", "log 2");
        assertThat(turns.indexOf("edit m1: log 1")).isLessThanOrEqualTo(3);
        assertThat(turns.indexOf("edit m2: log 2")).isBetween(4, 7);
    }

    @Test
    void tails_share_the_edits_in_turns_however_often_each_asks() {
        roots(3);
        List<String> turns = new ArrayList<>();
        for (int second = 0; second < 12; second++) {
            outbox.edit("UP-1", log("busy"));
            outbox.edit("UP-1", log("busy"));
            outbox.edit("UP-2", log("calm"));
            outbox.edit("UP-3", log("calm"));
            turns.addAll(sentAfter(SECOND));
        }
        for (String tail : List.of("edit m1", "edit m2", "edit m3")) {
            assertThat(turns.subList(2, turns.size()))
                    .filteredOn(call -> call.startsWith(tail))
                    .hasSizeBetween(3, 4);
        }
    }

    @Test
    void a_warning_does_not_wait_for_the_edit_of_the_log_above_it() {
        roots(3);
        outbox.edit("UP-2", says("spends"));
        outbox.edit("UP-3", says("the burst"));
        outbox.edit("UP-1", log("page 1, longer"));
        outbox.post(new Under("UP-1"), "UP-1/warning", says("warning"));
        assertThat(sent()).containsExactly("edit m2: spends", "edit m3: the burst", "post m1: warning");
        assertThat(sentAfter(SECOND)).containsExactly("edit m1: page 1, longer");
    }

    @Test
    void a_log_page_is_lifted_by_the_verdict_that_waits_behind_it() {
        roots(2);
        outbox.post(OPS, "spends", says("the token"));
        sent();
        outbox.post(new Under("UP-2"), "UP-2/log", log("page of two"));
        outbox.post(new Under("UP-1"), "UP-1/log", log("page of one"));
        outbox.post(new Under("UP-1"), "UP-1/verdict", says("failed"));
        assertThat(sentAfter(SECOND)).containsExactly("post m1: page of one");
        assertThat(sentAfter(SECOND)).containsExactly("post m1: failed");
        assertThat(sentAfter(SECOND)).containsExactly("post m2: page of two");
    }

    @Test
    void the_sender_wakes_when_the_token_is_there() throws InterruptedException {
        Duration every = Duration.ofMillis(120);
        chat.paced((act, channel) -> Optional.of(new Pace("all", 1, every)));
        List<Instant> times = Collections.synchronizedList(new ArrayList<>());
        Clock real = Clock.systemUTC();
        chat.after(call -> times.add(real.instant()));
        OutboxSender awake = new OutboxSender(store, real, () -> List.of(chat));
        for (int i = 0; i < 20; i++) outbox.post(OPS, "P" + i, says("p" + i));
        jdbi.useHandle(h -> h.execute("update outbox set due = now() - interval '1 s'"));
        awake.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> times.size() == 20);
        awake.stop();
        Duration took = Duration.between(times.getFirst(), times.getLast());
        // At its look every half second alone it would take nine and a half seconds, on however slow a machine.
        assertThat(took).isBetween(every.multipliedBy(19).minusMillis(20), Duration.ofSeconds(8));
    }
}
