package io.twokeys.chat.discord;

import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.FileSource;
import io.twokeys.chat.discord.calendar.DiscordCalendar;
import io.twokeys.chat.discord.calendar.DiscordCalendarStore;
import io.twokeys.chat.discord.gateway.DiscordGateway;
import io.twokeys.chat.discord.gateway.DiscordSettings;
import io.twokeys.chat.discord.gateway.GatewayStore;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.inbox.InboxStore;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.db.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;

/** Discord as a fake server, everything of ours as it is in production, on a database of its own. */
abstract class DiscordFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FakeDiscord discord = new FakeDiscord();
    final String channel = discord.addChannel("odoo-prod");
    final FakePerson ann = discord.addPerson("ann");
    final FakePerson bob = discord.addPerson("bob");
    final Jdbi jdbi = TestPostgres.fresh();
    final FewVerbs menu = new FewVerbs();
    final List<ChatEvent> events = new CopyOnWriteArrayList<>();
    private final List<Ours> started = new ArrayList<>();

    /** Waits for ours alone: a JDA that gives up interrupts its own workers, and one that was backing off dies of it, loudly. */
    static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).dontCatchUncaughtExceptions();
    }

    /** One replica of ours. */
    final class Ours {
        final InstantSource clock = Clock.systemUTC();
        final DiscordGateway gateway;
        final DiscordCalls calls;
        final DiscordListener listener;
        final DiscordChat chat;
        final DiscordCalendar calendar;
        final Inbox inbox = new Inbox(new InboxStore(jdbi), clock);
        final Outbox outbox = new Outbox(new OutboxStore(jdbi), clock);
        final AtomicInteger looks = new AtomicInteger();

        Ours(String name, String token, Jdbi leases) {
            var settings = new DiscordSettings(Optional.of(token), discord.apiUrl(), discord.gatewayUrl(), name);
            gateway = new DiscordGateway(settings, new GatewayStore(leases), clock);
            calls = new DiscordCalls(gateway);
            var whispers = new DiscordWhispers(calls, clock);
            var commands = new DiscordCommands(menu);
            listener = new DiscordListener(
                    gateway, new DiscordAnswers(menu, commands, calls, whispers), commands, calls, inbox);
            chat = new DiscordChat(calls, new DiscordPlaces(calls), new DiscordFiles(new Logs()), whispers, outbox);
            calendar = new DiscordCalendar(calls, new DiscordCalendarStore(jdbi), clock);
        }

        Ours connected() {
            patiently().until(chat::here);
            return this;
        }

        void stop() {
            try {
                listener.stop();
                inbox.stop();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    Ours start(String name) {
        return start(name, FakeDiscord.TOKEN, jdbi);
    }

    Ours start(String name, String token, Jdbi leases) {
        Ours ours = new Ours(name, token, leases);
        started.add(ours);
        ours.inbox.start(events::add);
        ours.listener.whenBack(ours.looks::incrementAndGet);
        ours.listener.start();
        return ours;
    }

    /** The replica that was started first. */
    Ours first() {
        return started.getFirst();
    }

    @AfterEach
    void stop() {
        started.forEach(Ours::stop);
        discord.close();
    }

    void awaitEvents(int count) {
        Awaitility.await(count + " events").atMost(Duration.ofSeconds(10)).until(() -> events.size() >= count);
    }

    /** The commands stand in the client. */
    void awaitCommands() {
        Awaitility.await("commands")
                .atMost(Duration.ofSeconds(10))
                .until(() -> !discord.commands().isEmpty());
    }

    /** Content by name: {@code log:UP-1} is short; {@code zeros:N} is N million zeros, {@code noise:N} cannot be packed. */
    static final class Logs implements FileSource {
        @Override
        public long size(String source) {
            if (source.equals("log:UP-1")) return 19;
            String[] parts = source.split(":", 2);
            return parts[0].equals("log") ? -1 : Long.parseLong(parts[1]) * 1_000_000;
        }

        @Override
        public void copyTo(String source, OutputStream out) throws IOException {
            if (source.equals("log:UP-1")) {
                out.write(("the log of " + source).getBytes(StandardCharsets.UTF_8));
                return;
            }
            byte[] block = new byte[1_000_000];
            if (source.startsWith("noise")) new java.util.Random(7).nextBytes(block);
            for (long left = size(source); left > 0; left -= block.length) out.write(block);
        }
    }
}
