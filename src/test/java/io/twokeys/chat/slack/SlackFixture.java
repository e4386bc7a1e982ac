package io.twokeys.chat.slack;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.inbox.InboxStore;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.chat.slack.fake.FakeSlack;
import io.twokeys.db.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;

/** Slack as a fake server, everything of ours as it is in production, on a database of its own. */
abstract class SlackFixture {
    /** The real one: Bolt's own second look at a signature asks the machine for the time. */
    final InstantSource clock = InstantSource.system();

    final FakeSlack slack = FakeSlack.hasty(clock);
    final Jdbi jdbi = TestPostgres.fresh();
    final SlackSettings settings = new SlackSettings(
            Optional.of(FakeSlack.TOKEN), Optional.of(SlackPeople.SECRET), Optional.of("xapp-test"), slack.address());
    final SlackCalls calls = new SlackCalls(settings);
    final Inbox inbox = new Inbox(new InboxStore(jdbi), clock);
    final OutboxStore outboxStore = new OutboxStore(jdbi);
    final Outbox outbox = new Outbox(outboxStore, clock);
    final SlackChat chat = new SlackChat(calls, new SlackFiles(calls, new OneLog()), outbox);
    final SlackBolt bolt = new SlackBolt(settings, calls, inbox);
    final SlackPeople people = new SlackPeople(new SlackEndpoint(settings, bolt, clock), clock);
    final List<ChatEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        inbox.stop();
        slack.close();
    }

    void awaitEvents(int count) {
        inbox.start(events::add);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> events.size() >= count);
    }

    int stored() {
        return jdbi.withHandle(h ->
                h.createQuery("select count(*) from inbox").mapTo(Integer.class).one());
    }

    static final class OneLog implements FileSource {
        @Override
        public long size(String source) {
            return source.equals("log:UP-1") ? 19 : -1;
        }

        @Override
        public void copyTo(String source, OutputStream out) throws IOException {
            out.write(("the log of " + source).getBytes(StandardCharsets.UTF_8));
        }
    }
}
