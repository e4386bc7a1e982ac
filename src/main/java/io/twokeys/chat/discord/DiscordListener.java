package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.discord.DiscordCalls.Refused;
import io.twokeys.chat.discord.gateway.DiscordGateway;
import io.twokeys.chat.inbox.Inbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hears the gateway. Interactions are taken side by side, so that a slow one makes nobody else wait beyond three seconds; reactions
 * one after another, because the order in which one came and went decides whether it is a vote.
 */
@Singleton
public final class DiscordListener implements DiscordGateway.Ear {
    private static final Logger LOG = Logger.getLogger(DiscordListener.class);
    private static final int TRIES = 5;

    private final DiscordGateway gateway;
    private final DiscordAnswers answers;
    private final DiscordCommands commands;
    private final DiscordCalls calls;
    private final Inbox inbox;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService sideBySide = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("discord-event-", 0).factory());
    private final ExecutorService oneByOne = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("discord-reactions").factory());
    private volatile String put = "";

    @Inject
    public DiscordListener(
            DiscordGateway gateway, DiscordAnswers answers, DiscordCommands commands, DiscordCalls calls, Inbox inbox) {
        this.gateway = gateway;
        this.answers = answers;
        this.commands = commands;
        this.calls = calls;
        this.inbox = inbox;
    }

    /** Runs {@code look} whenever Discord is heard again: what happened meanwhile it does not repeat. */
    public void whenBack(Runnable look) {
        gateway.whenBack(look);
    }

    /** Begins to hear, as soon as this replica leads. Does nothing where Discord is off. */
    public void start() {
        gateway.whenBack(this::putCommands);
        gateway.start(this);
    }

    /** What was heard is recorded, then the session is closed. */
    public void stop() throws InterruptedException {
        stopped.countDown();
        gateway.stop();
        sideBySide.shutdown();
        oneByOne.shutdown();
        if (!sideBySide.awaitTermination(5, TimeUnit.SECONDS)) LOG.warn("a Discord interaction was left unanswered");
    }

    @Override
    public void heard(String type, JsonNode payload, String delivery) {
        try {
            switch (type) {
                case "INTERACTION_CREATE" -> sideBySide.execute(() -> answers.answer(payload, this::recorded));
                case "MESSAGE_REACTION_ADD" -> oneByOne.execute(() -> reacted(true, payload, delivery));
                case "MESSAGE_REACTION_REMOVE" -> oneByOne.execute(() -> reacted(false, payload, delivery));
                // A moderator cleared them. The event names nobody.
                case "MESSAGE_REACTION_REMOVE_ALL", "MESSAGE_REACTION_REMOVE_EMOJI" ->
                    oneByOne.execute(gateway::lookAgain);
                default -> LOG.tracef("nothing to do for %s", type);
            }
        } catch (RejectedExecutionException stopping) {
            LOG.debugf("%s came while stopping", type);
        }
    }

    /** Discord does not repeat a reaction, so what cannot be recorded now is read again from the message later. */
    private void reacted(boolean added, JsonNode payload, String delivery) {
        var event = DiscordEvents.reaction(added, payload, delivery);
        if (event.isEmpty() || gateway.isSelf(event.get().by().id())) return;
        Duration wait = Duration.ofMillis(200);
        for (int tries = 0; tries < TRIES; tries++) {
            if (recorded(event.get()) || !pause(wait)) return;
            wait = wait.multipliedBy(3);
        }
        gateway.lookAgain();
    }

    /** The inbox answers within a second and a half, which leaves as much of Discord's three for the acknowledgement. */
    private boolean recorded(ChatEvent event) {
        try {
            inbox.receive(event);
            return true;
        } catch (RuntimeException lost) {
            LOG.errorf("a Discord event was not recorded: %s", lost.toString());
            return false;
        }
    }

    private boolean pause(Duration time) {
        try {
            return !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    /** Once per process: the menu does not change while it runs. */
    private void putCommands() {
        String tree = commands.tree().toString();
        Duration wait = Duration.ofSeconds(1);
        for (int tries = 0; tries < TRIES && !put.equals(tree); tries++) {
            try {
                calls.put(commands.tree(), "applications/{application_id}/commands", calls.application());
                put = tree;
            } catch (Refused refused) {
                LOG.errorf("Discord refuses the commands: %s", refused.getMessage());
                return;
            } catch (ChatTrouble trouble) {
                LOG.warnf("the commands are not at Discord yet: %s", trouble.getMessage());
                if (!pause(wait)) return;
                wait = wait.multipliedBy(2);
            }
        }
    }
}
