package io.twokeys.chat.outbox;

import static io.twokeys.chat.FakeChat.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Platform;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a message is tried before it is given up. */
class OutboxPatienceTest extends OutboxWorld {
    private static final ChatUser ASKER = new ChatUser(Platform.CONSOLE, "operator");

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
