package io.twokeys.chat.slack;

import com.slack.api.bolt.socket_mode.SocketModeApp;
import com.slack.api.socket_mode.SocketModeClient;
import com.slack.api.socket_mode.SocketModeClient.Backend;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Socket Mode connection, kept up: opened in the background, tried again after 1 s, doubling, at most a minute. Slack being
 * away never holds the service up. Once open, the client reconnects by itself.
 */
@Singleton
public final class SlackSocket {
    private static final Logger LOG = Logger.getLogger(SlackSocket.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int HANDLERS = 8;

    private final SlackSettings settings;
    private final SlackCalls calls;
    private final SlackBolt bolt;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> whenBack = new CopyOnWriteArrayList<>();
    private volatile String detail = "off";
    private volatile String line = "off";
    private volatile @Nullable SocketModeApp socket;

    @Inject
    public SlackSocket(SlackSettings settings, SlackCalls calls, SlackBolt bolt) {
        this.settings = settings;
        this.calls = calls;
        this.bolt = bolt;
    }

    /** Begins, in the background. Does nothing where Slack is off. */
    public void start() {
        if (settings.enabled()) {
            detail = "connecting";
            Thread.ofVirtual().name("slack-start").start(this::keepTrying);
        }
    }

    /** Closes the connection; Slack gives what follows to another replica. */
    public void stop() {
        stopped.countDown();
        SocketModeApp open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (Exception closing) {
                LOG.debug("the Slack connection did not close cleanly", closing);
            }
        }
    }

    /** Runs {@code look} whenever Slack is reached and whatever happened before may have been missed. Register before the start. */
    public void whenBack(Runnable look) {
        whenBack.add(look);
    }

    /** Whether Slack knows us, in one phrase for the health page. */
    public String detail() {
        return detail;
    }

    /** How the socket is, in one phrase: off, connecting, connected or reconnecting. */
    public String line() {
        return line;
    }

    private void keepTrying() {
        Duration wait = Duration.ofSeconds(1);
        while (!connected()) {
            try {
                if (stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) return;
            } catch (InterruptedException stopping) {
                return;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    private boolean connected() {
        try {
            String name = calls.self().getUser();
            if (settings.socket()) {
                open();
            }
            detail = settings.socket() ? "connected as " + name : "listening at /slack/events as " + name;
            LOG.infof("Slack: %s", detail);
            if (!settings.socket()) look();
            return true;
        } catch (Exception unreachable) {
            detail = "not reached: " + unreachable.getMessage();
            LOG.warnf("Slack is %s; the next try follows by itself", detail);
            return false;
        }
    }

    private void open() throws Exception {
        String token = settings.appToken().orElseThrow();
        SocketModeApp opening = new SocketModeApp(token, bolt.socket(), Backend.JavaWebSocket, HANDLERS);
        line = "connecting";
        opening.startAsync();
        socket = opening;
        listen(opening.getClient());
        if (stopped.getCount() == 0) {
            opening.close();
        }
    }

    /** The client is there only after the start, so the first greeting may have been missed. */
    private void listen(SocketModeClient client) {
        client.getWebSocketMessageListeners().add(this::heard);
        client.getWebSocketCloseListeners()
                .add((code, reason) -> Thread.ofVirtual().start(() -> closed(client)));
        if (client.verifyConnection() && line.equals("connecting")) greeted();
    }

    private void greeted() {
        line = "connected";
        look();
    }

    /** Slack greets every new connection. */
    private void heard(String message) {
        if (message.contains("\"type\":\"hello\"")) greeted();
    }

    /** An old connection closes after its successor has opened; only where there is none are we cut off. */
    private void closed(SocketModeClient client) {
        if (stopped.getCount() == 0) {
            line = "off";
        } else if (line.equals("connected") && !client.verifyConnection()) {
            line = "reconnecting";
            LOG.warn("the Slack connection broke; the next one is opened by itself");
        }
    }

    private void look() {
        whenBack.forEach(look -> Thread.ofVirtual().name("slack-look").start(look));
    }
}
