package io.twokeys.chat.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.Compression;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One JDA from its first try to its end. Events are taken raw, as JDA got them: with few caches it drops a reaction in a thread
 * that it has not seen, and what reaches us must not depend on that.
 */
final class GatewayLine extends ListenerAdapter {
    private static final Logger LOG = Logger.getLogger(GatewayLine.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int WRONG_TOKEN = 4004;

    private final DiscordSettings settings;
    private final GatewayTurns turns;
    private final Owner owner;
    private volatile @Nullable JDA jda;
    private volatile boolean closed;
    private volatile String session = "";

    /** Who is told how the line fares. Called on the line's own threads; must not wait. */
    interface Owner {
        void stands(GatewayState state);

        /** Connected, for the first time or again. */
        void back(JDA jda);

        void heard(String type, JsonNode payload, String delivery);

        /** It is over, and not because it was closed here. */
        void ended(int closeCode);
    }

    GatewayLine(DiscordSettings settings, GatewayLease lease, InstantSource clock, Owner owner) {
        this.settings = settings;
        this.owner = owner;
        this.turns = new GatewayTurns(settings.gatewayUrl(), lease, clock, owner::stands);
    }

    /** Begins, in the background. */
    void open() {
        Thread.ofVirtual().name("discord-login").start(this::login);
    }

    /** The REST half works, whether or not the gateway does. */
    Optional<JDA> jda() {
        return Optional.ofNullable(jda);
    }

    boolean isConnected() {
        JDA open = jda;
        return !closed && open != null && open.getStatus() == JDA.Status.CONNECTED;
    }

    /** At once: somebody else may hold the session already. */
    void cut() {
        closed = true;
        turns.close();
        JDA open = jda;
        if (open != null) open.shutdownNow();
    }

    /** What is on its way arrives, within ten seconds. */
    void close() throws InterruptedException {
        closed = true;
        turns.close();
        JDA open = jda;
        if (open == null) return;
        open.shutdown();
        if (!open.awaitShutdown(10, TimeUnit.SECONDS)) open.shutdownNow();
    }

    private void login() {
        Duration wait = Duration.ofSeconds(1);
        while (!closed) {
            try {
                JDA built = build(settings.botToken().orElseThrow());
                jda = built;
                if (closed) built.shutdownNow();
                return;
            } catch (InvalidTokenException wrong) {
                owner.ended(WRONG_TOKEN);
                return;
            } catch (RuntimeException unreachable) {
                LOG.warnf("Discord is not reached: %s; next try in %d s", unreachable.getMessage(), wait.toSeconds());
                owner.stands(new GatewayState.Connecting("the API does not answer"));
            }
            if (!turns.pause(wait)) return;
            wait = GatewayTurns.afterwards(wait);
        }
    }

    private JDA build(String token) {
        return JDABuilder.createLight(token, GatewayIntent.GUILD_MESSAGE_REACTIONS)
                .setRestConfig(new RestConfig().setBaseUrl(settings.apiUrl()))
                .setSessionController(turns)
                .setCompression(Compression.NONE)
                .setEnableShutdownHook(false)
                .setAutoReconnect(true)
                .setMaxReconnectDelay(LONGEST_WAIT_SECONDS)
                .setRawEventsEnabled(true)
                .addEventListeners(this)
                .build();
    }

    @Override
    public void onRawGateway(RawGatewayEvent event) {
        JsonNode whole = read(event);
        JsonNode payload = whole.path("d");
        if (event.getType().equals("READY"))
            session = payload.path("session_id").asText();
        owner.heard(event.getType(), payload, session + ":" + whole.path("s").asLong());
    }

    private static JsonNode read(RawGatewayEvent event) {
        try {
            return JSON.readTree(event.getPackage().toJson());
        } catch (IOException impossible) {
            throw new IllegalStateException("what was JSON a moment ago is none", impossible);
        }
    }

    @Override
    public void onReady(ReadyEvent event) {
        isBack(event.getJDA());
    }

    @Override
    public void onSessionResume(SessionResumeEvent event) {
        isBack(event.getJDA());
    }

    @Override
    public void onSessionRecreate(SessionRecreateEvent event) {
        isBack(event.getJDA());
    }

    private void isBack(JDA connected) {
        jda = connected;
        owner.stands(new GatewayState.Connected(connected.getSelfUser().getName()));
        owner.back(connected);
    }

    @Override
    public void onSessionDisconnect(SessionDisconnectEvent event) {
        owner.stands(new GatewayState.Connecting("the line broke"));
    }

    @Override
    public void onShutdown(ShutdownEvent event) {
        if (!closed) owner.ended(event.getCode());
    }
}
