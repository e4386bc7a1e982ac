package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Slack, as a server in this process: Web API over HTTP, and towards the app either signed requests to its URL ({@link
 * #deliversTo}) or Socket Mode ({@link #deliversOverSockets}). Its pace is Slack's own, unless it is {@link #hasty}.
 *
 * <p>To begin with there are the accounts U1, U2, U3 and the channels C1 (U1, U2 and the bot) and C2 (U1 and the bot).
 */
public final class FakeSlack implements AutoCloseable {
    public static final String TOKEN = "xoxb-test";
    public static final String APP_TOKEN = "xapp-test";
    public static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    public static final String BOT = "UBOT";
    public static final String BOT_ID = "BBOT";
    public static final String APP = "A1";
    public static final String TEAM = "T1";
    public static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> scopes = ConcurrentHashMap.newKeySet();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;
    private final Workspace workspace;
    private final Tickets tickets;
    private final Events events;
    private final Sockets sockets;
    private final WebApi api;
    private final Front front;
    private @Nullable Transport transport;

    /** At Slack's own pace. */
    public FakeSlack() {
        this(Clock.systemUTC(), Duration.ofMinutes(1));
    }

    /** With a minute of 60 ms, for what takes minutes in Slack and for limits that are not what is tested. */
    public static FakeSlack hasty(InstantSource clock) {
        return new FakeSlack(clock, Duration.ofMillis(60));
    }

    /**
     * @param clock for triggers, answers and signatures
     * @param minute how long a minute of the rate limits and of repeated events is
     */
    public FakeSlack(InstantSource clock, Duration minute) {
        this.clock = clock;
        this.workspace = new Workspace(clock);
        this.tickets = new Tickets(clock);
        this.events = new Events(clock, minute, subscribed);
        this.sockets = new Sockets(minute.dividedBy(6));
        this.api = new WebApi(new Limits(minute), scopes);
        this.front = new Front(api, workspace, tickets, events, sockets::url, scopes);
        scopes.addAll(Set.of("app_mentions:read", "channels:history", "chat:write", "chat:write.public", "commands"));
        scopes.addAll(
                Set.of("files:write", "groups:history", "im:write", "reactions:read", "reactions:write", "users:read"));
        subscribed.addAll(Set.of("app_home_opened", "app_mention", "message.channels", "message.groups"));
        subscribed.addAll(Set.of("reaction_added", "reaction_removed"));
        for (String id : List.of("U1", "U2", "U3"))
            workspace.put(Account.member(id, id.toLowerCase(java.util.Locale.ROOT)));
        workspace.room("C1", "one").with("U1", "U2", BOT);
        workspace.room("C2", "two").with("U1", BOT);
    }

    /** One try to tell the app of an event. */
    public record Delivery(String eventId, String type, int retry, Ack ack) {}

    /** What {@code SLACK_API_URL} is to be set to. */
    public String address() {
        return front.address();
    }

    /** Commands, interactions and events go to this URL, signed with {@link #SECRET}. */
    public FakeSlack deliversTo(String url) {
        return delivers(new HttpTransport(url, clock));
    }

    /** They go to one of the sockets that the app opened. */
    public FakeSlack deliversOverSockets() {
        return delivers(sockets);
    }

    private synchronized FakeSlack delivers(Transport road) {
        transport = road;
        events.over(road);
        return this;
    }

    public Sockets sockets() {
        return sockets;
    }

    /** A channel, made if it is new; give it {@link #BOT} as a member, or it will not hear what happens there. */
    public Room channel(String id, String name) {
        return workspace.room(id, name);
    }

    public Room channel(String id) {
        return workspace.room(id);
    }

    /** Adds an account, or changes it. */
    public FakeSlack account(Account account) {
        workspace.put(account);
        return this;
    }

    public Person person(String id) {
        return new Person(this, workspace, workspace.account(id).id());
    }

    /** What everybody sees in a channel, threads included, oldest first. */
    public List<Posted> messages(String channel) {
        return workspace.messages(channel);
    }

    /** The replies below a message, oldest first. */
    public List<Posted> thread(Posted root) {
        return workspace.messages(root.channel()).stream()
                .filter(message -> message.thread().filter(root.ts()::equals).isPresent())
                .toList();
    }

    /** What the bot said, everywhere, oldest first. */
    public List<Posted> said() {
        return workspace.all().stream()
                .filter(message -> message.author().equals(BOT))
                .toList();
    }

    /** An administrator removes a message. */
    public void deletes(Posted message) {
        message.delete();
    }

    /** What the app may do; begins as the manifest asks. */
    public Set<String> scopes() {
        return scopes;
    }

    /** What the app hears of; begins as the manifest asks. */
    public Set<String> subscribed() {
        return subscribed;
    }

    /** Whether {@code plan} and {@code task_card} are known here. */
    public void planBlocks(boolean known) {
        front.plans(known);
    }

    /** Every event from now on is told twice. */
    public void doublesEvents(boolean twice) {
        events.doubled(twice);
    }

    /** Events wait, until {@link #releasesEvents}. */
    public void holdsEvents() {
        events.hold();
    }

    /** The last first. */
    public void releasesEvents() {
        events.release();
    }

    /** Every try to tell of an event that is over. */
    public List<Delivery> deliveries() {
        return List.copyOf(events.deliveries());
    }

    /** Waits until every event so far was told once. */
    public void settles() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> events.underWay() == 0);
    }

    /** The calls of the Web API, by method. */
    public List<String> calls() {
        return api.calls().stream().map(Call::method).toList();
    }

    public List<Call> calls(String method) {
        return api.calls().stream().filter(call -> call.method().equals(method)).toList();
    }

    /** Methods that were called and that this Slack does not have. */
    public List<String> unknownCalls() {
        return List.copyOf(api.unknown());
    }

    /** Methods answered with 429, one entry each time. */
    public List<String> turnedAway() {
        return List.copyOf(api.turnedAway());
    }

    /** The next call of the method is answered with 429. */
    public void askToWait(String method, int seconds) {
        api.askToWait(method, seconds);
    }

    /** The next call of the method is refused. */
    public void refuse(String method, String error) {
        api.refuse(method, error);
    }

    /** The next call of the method takes effect, and its answer is lost. */
    public void loseAnswer(String method) {
        api.loseAnswer(method);
    }

    synchronized Transport transport() {
        if (transport == null) throw new AssertionError("say where to deliver: deliversTo or deliversOverSockets");
        return transport;
    }

    Events events() {
        return events;
    }

    Tickets tickets() {
        return tickets;
    }

    String responseUrl(String user, String channel, @Nullable Posted origin) {
        return front.responseUrl(user, channel, origin);
    }

    static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new SlackError("json_not_valid", json);
        }
    }

    @Override
    public void close() {
        events.stop();
        front.close();
        try {
            sockets.stop(1000);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
