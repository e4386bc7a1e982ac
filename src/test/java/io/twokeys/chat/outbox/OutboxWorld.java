package io.twokeys.chat.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.FakeChat;
import io.twokeys.chat.Message;
import io.twokeys.chat.Platform;
import io.twokeys.chat.SteppedClock;
import io.twokeys.chat.outbox.Outbox.Destination;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.db.TestPostgres;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** An outbox on a database of its own, one platform, and a sender that sends when it is told to. */
abstract class OutboxWorld {
    static final Destination OPS = new InChannel(Platform.CONSOLE, "ops");

    final Jdbi jdbi = TestPostgres.fresh();
    final SteppedClock clock = new SteppedClock();
    final OutboxStore store = new OutboxStore(jdbi);
    final Outbox outbox = new Outbox(store, clock);
    final FakeChat chat = new FakeChat();
    final OutboxSender sender = new OutboxSender(store, clock, () -> List.of(chat));

    static Message says(String title) {
        return Message.of(Message.Kind.NOTICE, title);
    }

    void sendAll() {
        while (sender.sendNext()) {
            assertThat(chat.said).hasSizeLessThan(1000);
        }
    }
}
