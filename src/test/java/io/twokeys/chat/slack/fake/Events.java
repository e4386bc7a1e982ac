package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What happens, told to the app: events that it subscribed to, of channels it is in; three times more where it does not answer
 * (docs.slack.dev/apis/events-api): at once, after a minute, after five.
 */
final class Events {
    private final InstantSource clock;
    private final Duration minute;
    private final Set<String> subscribed;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<@Nullable Void>> lanes = new HashMap<>();
    private final List<ObjectNode> held = new ArrayList<>();
    private final List<FakeSlack.Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private @Nullable Transport transport;
    private boolean holding;
    private boolean doubling;
    private int count;

    Events(InstantSource clock, Duration minute, Set<String> subscribed) {
        this.clock = clock;
        this.minute = minute;
        this.subscribed = subscribed;
    }

    synchronized void over(Transport road) {
        transport = road;
    }

    synchronized void doubled(boolean twice) {
        doubling = twice;
    }

    synchronized void hold() {
        holding = true;
    }

    /** Lets go what was held, the last first. */
    synchronized void release() {
        holding = false;
        Collections.reverse(held);
        held.forEach(this::send);
        held.clear();
    }

    List<FakeSlack.Delivery> deliveries() {
        return deliveries;
    }

    /** First tries that are not over. */
    int underWay() {
        return underWay.get();
    }

    void stop() {
        threads.shutdownNow();
    }

    void message(Room room, Posted posted) {
        ObjectNode event = posted.json(true).put("channel", room.id).put("channel_type", room.type());
        if (!posted.files().isEmpty()) event.put("subtype", "file_share");
        publish("message." + subscription(room), event.put("event_ts", posted.ts()), room);
        if (posted.fallback().contains("<@" + FakeSlack.BOT + ">")
                && !posted.author().equals(FakeSlack.BOT))
            publish("app_mention", event.deepCopy().put("type", "app_mention"), room);
    }

    void changed(Room room, Posted posted) {
        ObjectNode event = event("message").put("subtype", "message_changed").put("hidden", true);
        event.set("message", posted.json(true));
        event.put("channel", room.id).put("channel_type", room.type()).put("ts", posted.ts());
        publish("message." + subscription(room), event, room);
    }

    private static String subscription(Room room) {
        return room.direct ? "im" : room.type() + "s";
    }

    void reaction(String type, String account, String name, Room room, Posted posted) {
        ObjectNode event =
                event(type).put("user", account).put("reaction", name).put("item_user", posted.author());
        event.putObject("item")
                .put("type", "message")
                .put("channel", posted.channel())
                .put("ts", posted.ts());
        publish(type, event, room);
    }

    void home(String account, String channel) {
        publish(
                "app_home_opened",
                event("app_home_opened")
                        .put("user", account)
                        .put("channel", channel)
                        .put("tab", "home"),
                new Room(channel, "", true).with(FakeSlack.BOT));
    }

    private ObjectNode event(String type) {
        return FakeSlack.JSON
                .createObjectNode()
                .put("type", type)
                .put("event_ts", clock.instant().getEpochSecond() + ".000100");
    }

    synchronized void publish(String subscription, ObjectNode event, Room room) {
        if (transport == null || !subscribed.contains(subscription) || !room.members.contains(FakeSlack.BOT)) return;
        ObjectNode envelope = envelope(event, room.shared);
        for (int copies = doubling ? 2 : 1; copies > 0; copies--) {
            if (holding) held.add(envelope);
            else send(envelope);
        }
    }

    private ObjectNode envelope(ObjectNode event, boolean shared) {
        ObjectNode envelope = FakeSlack.JSON
                .createObjectNode()
                .put("token", "none")
                .put("team_id", FakeSlack.TEAM)
                .put("api_app_id", FakeSlack.APP)
                .put("type", "event_callback")
                .put("event_id", "Ev%06d".formatted(++count))
                .put("event_time", clock.instant().getEpochSecond())
                .put("is_ext_shared_channel", shared);
        envelope.set("event", event);
        envelope.putArray("authorizations")
                .addObject()
                .put("team_id", FakeSlack.TEAM)
                .put("user_id", FakeSlack.BOT)
                .put("is_bot", true)
                .put("is_enterprise_install", false);
        return envelope;
    }

    /** What one person does is told in order the first time; repeats come as they come. */
    private void send(ObjectNode envelope) {
        Transport road = transport;
        if (road == null) return;
        underWay.incrementAndGet();
        String who = envelope.at("/event/user").asText();
        CompletableFuture<Ack> told = lanes.getOrDefault(who, CompletableFuture.completedFuture(null))
                .thenApplyAsync(before -> first(road, envelope), threads);
        lanes.put(who, told.thenAccept(ack -> {}).exceptionally(lost -> null));
        told.thenAcceptAsync(ack -> repeat(road, envelope, ack), threads);
    }

    private Ack first(Transport road, ObjectNode envelope) {
        try {
            return attempt(road, envelope, 0, "");
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void repeat(Transport road, ObjectNode envelope, Ack first) {
        Ack ack = first;
        Duration[] waits = {Duration.ZERO, minute, minute.multipliedBy(5)};
        for (int retry = 1; retry <= waits.length && !ack.ok(); retry++) {
            if (ack.noRetry() && ack.status() != 0) return;
            Sockets.pause(waits[retry - 1]);
            if (threads.isShutdown()) return;
            ack = attempt(road, envelope, retry, ack.trouble());
        }
    }

    private Ack attempt(Transport road, ObjectNode envelope, int retry, String reason) {
        Ack ack = road.event(envelope, retry, reason);
        deliveries.add(new FakeSlack.Delivery(
                envelope.path("event_id").asText(), envelope.at("/event/type").asText(), retry, ack));
        return ack;
    }
}
