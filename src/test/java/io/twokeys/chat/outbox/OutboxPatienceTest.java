package io.twokeys.chat.outbox;

import static io.twokeys.chat.FakeChat.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Message;
import io.twokeys.chat.Platform;
import io.twokeys.chat.SteppedClock;
import io.twokeys.chat.outbox.Outbox.Destination;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.db.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** How long a message is tried before it is given up. */
class OutboxPatienceTest {
    private static final Destination OPS = new InChannel(Platform.CONSOLE, "ops");
    private static final ChatUser ASKER = new ChatUser(Platform.CONSOLE, "operator");

    private final Jdbi jdbi = TestPostgres.fresh();
    private final SteppedClock clock = new SteppedClock();
    private final OutboxStore store = new OutboxStore(jdbi);
    private final Outbox outbox = new Outbox(store, clock);
    private final FakeChat chat = new FakeChat();
    private final OutboxSender sender = new OutboxSender(store, clock, () -> List.of(chat));

    private static Message says(String title) {
        return Message.of(Message.Kind.NOTICE, title);
    }

    private void sendAll() {
        while (sender.sendNext()) {
            assertThat(chat.said).hasSizeLessThan(1000);
        }
    }

    @Test
    void nobody_is_told_while_it_may_still_be_said() {
        jdbi.useTransaction(h -> outbox.post(h, OPS, "UP-1", says("plan"), ASKER));
        chat.before(call -> {
            throw trouble(ChatTrouble.Kind.UNAVAILABLE);
        });
        sendAll();
        chat.before(call -> {});
        clock.advance(Duration.ofSeconds(1));
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
    }

    @Test
    void after_a_day_of_outage_a_thing_that_nobody_foresaw_loses_nothing() {
        outbox.post(OPS, "UP-1", says("plan"));
        failing(24 * 60, trouble(ChatTrouble.Kind.UNAVAILABLE));
        failing(9, new IllegalStateException("nobody foresaw this"));
        chat.before(call -> {});
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
    }

    @Test
    void what_nobody_foresaw_ends_after_ten_times() {
        jdbi.useTransaction(h -> outbox.post(h, OPS, "UP-1", says("plan"), ASKER));
        failing(10, new IllegalStateException("nobody foresaw this"));
        chat.before(call -> {});
        sendAll();
        assertThat(chat.said).containsExactly("tell operator: I could not say this there: plan");
    }

    private void failing(int minutes, RuntimeException trouble) {
        chat.before(call -> {
            throw trouble;
        });
        for (int minute = 0; minute < minutes; minute++) {
            sendAll();
            clock.advance(Duration.ofMinutes(1));
        }
    }
}
