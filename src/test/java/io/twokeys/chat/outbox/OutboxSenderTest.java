package io.twokeys.chat.outbox;

import static io.twokeys.chat.FakeChat.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.FakeChat;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.chat.outbox.Outbox.Destination.Under;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutboxSenderTest extends OutboxWorld {
    private OutboxSender sender(Chat platform) {
        return new OutboxSender(store, clock, () -> List.of(platform));
    }

    @Test
    void replicas_that_send_at_once_never_double_and_keep_each_thread_in_order() throws InterruptedException {
        List<String> expected = new ArrayList<>();
        Random dice = new Random(42);
        for (int root = 0; root < 4; root++) {
            outbox.post(OPS, "R" + root, says("root " + root));
        }
        for (int i = 0; i < 80; i++) {
            int root = dice.nextInt(4);
            outbox.post(new Under("R" + root), "R" + root + "/" + i, says("line " + i));
            expected.add("line " + i);
        }
        try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int replica = 0; replica < 4; replica++) {
                OutboxSender one = sender(chat);
                replicas.submit(() -> {
                    while (store.inTransaction(OutboxSenderTest::anythingLeft)) {
                        one.sendNext();
                    }
                });
            }
        }
        assertThat(chat.said).hasSize(84).doesNotHaveDuplicates();
        for (MessageRef root : chat.byKey.values()) {
            List<Integer> lines = chat.said.stream()
                    .filter(call -> call.startsWith("post " + root.id() + ":"))
                    .map(call -> Integer.parseInt(call.replaceAll(".* ", "")))
                    .toList();
            assertThat(lines).isSorted();
        }
        assertThat(chat.said).filteredOn(call -> call.contains("line")).hasSize(expected.size());
    }

    private static boolean anythingLeft(org.jdbi.v3.core.Handle h) {
        return h.createQuery("select exists (select 1 from outbox where sent_at is null and parked_at is null)")
                .mapTo(Boolean.class)
                .one();
    }

    @Test
    void a_platform_that_hangs_keeps_no_other_waiting() throws InterruptedException {
        var letGo = new CountDownLatch(1);
        FakeChat slack = new FakeChat(Platform.SLACK).before(call -> awaitQuietly(letGo));
        List<String> said = Collections.synchronizedList(chat.said);
        OutboxSender both = new OutboxSender(store, clock, () -> List.of(slack, chat));
        for (int i = 0; i < 8; i++) outbox.post(new InChannel(Platform.SLACK, "C" + i), "S" + i, says("s" + i));
        outbox.post(OPS, "UP-1", says("plan"));
        both.start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> said.size() == 1);
        letGo.countDown();
        both.stop();
    }

    @Test
    void a_thousand_calls_to_a_sender_that_is_busy_do_not_make_it_look_a_thousand_times() throws InterruptedException {
        var letGo = new CountDownLatch(1);
        var looks = new AtomicInteger();
        FakeChat slow = new FakeChat().before(call -> awaitQuietly(letGo));
        OutboxSender busy = new OutboxSender(store, clock, () -> {
            looks.incrementAndGet();
            return List.of(slow);
        });
        for (int i = 0; i < 8; i++) outbox.post(new InChannel(Platform.CONSOLE, "C" + i), "S" + i, says("s" + i));
        busy.start();
        for (int i = 0; i < 1000; i++) busy.nudge();
        letGo.countDown();
        List<String> said = Collections.synchronizedList(slow.said);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> said.size() == 8);
        busy.stop();
        assertThat(looks).hasValueLessThan(200);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_row_whose_fate_cannot_be_recorded_rests_and_the_others_go_on() {
        jdbi.useHandle(h -> h.execute("""
                insert into outbox_message (key, platform, channel, message_channel, message_id, lane, queued_at)
                values ('taken', 'CONSOLE', 'ops', 'ops', 'm1', 'elsewhere', now())
                """));
        outbox.post(OPS, "UP-1", says("one"));
        outbox.post(new InChannel(Platform.CONSOLE, "dev"), "UP-2", says("two"));
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: one", "post #dev: two");
        List<String> errors = jdbi.withHandle(h -> h.createQuery("select last_error from outbox where sent_at is null")
                .mapTo(String.class)
                .list());
        assertThat(errors).singleElement().asString().contains("outbox_message_ref");
    }

    @Test
    void the_sender_says_it_soon_after_the_nudge_and_by_itself() throws InterruptedException {
        List<String> said = Collections.synchronizedList(chat.said);
        sender.start();
        outbox.post(OPS, "UP-1", says("plan"));
        sender.nudge();
        outbox.post(OPS, "UP-2", says("left by another replica"));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> said.size() == 2);
        sender.stop();
    }

    @Test
    void a_platform_that_is_away_gets_everything_later() {
        outbox.post(OPS, "UP-1", says("plan"));
        chat.before(call -> {
            throw trouble(ChatTrouble.Kind.UNAVAILABLE);
        });
        for (int minute = 0; minute < 120; minute++) {
            sendAll();
            clock.advance(Duration.ofMinutes(1));
        }
        chat.before(call -> {});
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
    }
}
