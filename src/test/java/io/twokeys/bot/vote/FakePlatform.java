package io.twokeys.bot.vote;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A platform of which only accounts and reactions matter; it fails and changes as it is told to. */
public final class FakePlatform implements Chat {
    private final Platform platform;
    private final Map<ChatUser, Standing> standings = new ConcurrentHashMap<>();
    private final Map<MessageRef, Map<String, List<ChatUser>>> reactions = new ConcurrentHashMap<>();
    private volatile ChatTrouble.@Nullable Kind trouble;
    private volatile boolean here = true;
    private volatile Runnable whileReading = () -> {};
    public final AtomicInteger standingsAsked = new AtomicInteger();

    public FakePlatform(Platform platform) {
        this.platform = platform;
    }

    public void becomes(ChatUser user, Standing standing) {
        standings.put(user, standing);
    }

    /** Everything asked of it fails so, or where something is gone the reactions alone; null ends it. */
    public void fails(ChatTrouble.@Nullable Kind kind) {
        trouble = kind;
    }

    public void isHere(boolean now) {
        here = now;
    }

    /** What happens after the reactions were looked up and before they are answered. */
    public void whileReading(Runnable deed) {
        whileReading = deed;
    }

    public synchronized void put(MessageRef message, String emoji, ChatUser user) {
        reactions
                .computeIfAbsent(message, it -> new LinkedHashMap<>())
                .computeIfAbsent(emoji, it -> new ArrayList<>())
                .add(user);
    }

    public synchronized void takeAway(MessageRef message, String emoji, ChatUser user) {
        reactions
                .getOrDefault(message, Map.of())
                .getOrDefault(emoji, new ArrayList<>())
                .remove(user);
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public boolean here() {
        return here;
    }

    @Override
    public Map<String, List<ChatUser>> reactions(MessageRef ref) {
        fail();
        Map<String, List<ChatUser>> seen = copy(ref);
        Runnable deed = whileReading;
        whileReading = () -> {};
        deed.run();
        return seen;
    }

    private synchronized Map<String, List<ChatUser>> copy(MessageRef ref) {
        Map<String, List<ChatUser>> copy = new LinkedHashMap<>();
        reactions.getOrDefault(ref, Map.of()).forEach((emoji, users) -> copy.put(emoji, List.copyOf(users)));
        return copy;
    }

    @Override
    public Standing standing(ChatUser user) {
        if (trouble != ChatTrouble.Kind.GONE) fail();
        standingsAsked.incrementAndGet();
        return standings.getOrDefault(user, Standing.MEMBER);
    }

    private void fail() {
        var kind = trouble;
        if (kind != null) throw new ChatTrouble(kind, platform.key() + " does not answer", Duration.ZERO);
    }

    @Override
    public MessageRef post(Place place, Message message, String key, boolean again) {
        throw new AssertionError("the outbox is not sent here");
    }

    @Override
    public void edit(MessageRef ref, Message message) {
        throw new AssertionError("the outbox is not sent here");
    }

    @Override
    public void whisper(Place place, ChatUser to, Message message) {
        throw new AssertionError("the outbox is not sent here");
    }

    @Override
    public void tell(ChatUser to, Message message) {
        throw new AssertionError("the outbox is not sent here");
    }

    @Override
    public void react(MessageRef ref, String emoji) {
        throw new AssertionError("the outbox is not sent here");
    }

    @Override
    public void attach(MessageRef ref, Message.File file, boolean again) {
        throw new AssertionError("the outbox is not sent here");
    }
}
