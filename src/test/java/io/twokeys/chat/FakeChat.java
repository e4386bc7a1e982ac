package io.twokeys.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A platform in memory: keeps what it was told, in order, and fails as it is told to. */
public final class FakeChat implements Chat {
    public final List<String> said = new ArrayList<>();
    public final Map<String, MessageRef> byKey = new LinkedHashMap<>();
    /** What each message says now. */
    public final Map<MessageRef, Message> reads = new LinkedHashMap<>();

    private final Platform platform;
    private Consumer<String> before = call -> {};
    private Consumer<String> after = call -> {};
    private BiFunction<Act, String, Optional<Pace>> pace = (act, channel) -> Optional.empty();
    private boolean here = true;
    private boolean threadsAreChannels;

    public FakeChat() {
        this(Platform.CONSOLE);
    }

    public FakeChat(Platform platform) {
        this.platform = platform;
    }

    /** {@code hook} sees every call before it takes effect and may throw. */
    public FakeChat before(Consumer<String> hook) {
        before = hook;
        return this;
    }

    /** {@code hook} sees every call after it took effect and may throw, as a crash would. */
    public FakeChat after(Consumer<String> hook) {
        after = hook;
        return this;
    }

    public FakeChat paced(BiFunction<Act, String, Optional<Pace>> by) {
        pace = by;
        return this;
    }

    /** Whether this process speaks on the platform. */
    public FakeChat here(boolean now) {
        here = now;
        return this;
    }

    /** As on Discord: a reply's channel is its thread. */
    public FakeChat withThreadsAsChannels() {
        threadsAreChannels = true;
        return this;
    }

    public static ChatTrouble trouble(ChatTrouble.Kind kind) {
        return new ChatTrouble(kind, kind.toString(), Duration.ofSeconds(30));
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
    public Optional<Pace> pace(Act act, String channel) {
        return pace.apply(act, channel);
    }

    /** Says it twice if it is asked to, unless it is told that it may be there already. */
    @Override
    public synchronized MessageRef post(Place place, Message message, String key, boolean again) {
        String line =
                "post " + (place.thread() == null ? "#" + place.channel() : place.thread()) + ": " + message.title();
        before.accept(line);
        MessageRef known = byKey.get(key);
        if (known != null && again) {
            return known;
        }
        String channel = threadsAreChannels && place.thread() != null ? place.thread() : place.channel();
        MessageRef ref = new MessageRef(platform, channel, "m" + (byKey.size() + 1));
        byKey.put(key, ref);
        reads.put(ref, message);
        said.add(line);
        after.accept(line);
        return ref;
    }

    @Override
    public synchronized void edit(MessageRef ref, Message message) {
        String line = "edit " + id(ref) + ": " + message.title();
        before.accept(line);
        reads.put(ref, message);
        said.add(line);
        after.accept(line);
    }

    @Override
    public synchronized void whisper(Place place, ChatUser to, Message message) {
        tell("whisper to " + to.id() + ": " + message.title());
    }

    @Override
    public synchronized void tell(ChatUser to, Message message) {
        tell("tell " + to.id() + ": " + message.title());
    }

    @Override
    public synchronized void home(ChatUser of, Message message) {
        tell("home of " + of.id() + ": " + message.title());
    }

    @Override
    public Standing standing(ChatUser user) {
        return Standing.MEMBER;
    }

    @Override
    public synchronized void react(MessageRef ref, String emoji) {
        tell("react " + id(ref) + " " + emoji);
    }

    @Override
    public synchronized void attach(MessageRef ref, Message.File file, boolean again) {
        tell("attach " + id(ref) + " " + file.name() + (again ? " again" : ""));
    }

    @Override
    public Map<String, List<ChatUser>> reactions(MessageRef ref) {
        return Map.of();
    }

    private String id(MessageRef ref) {
        return threadsAreChannels ? ref.channel() + "/" + ref.id() : ref.id();
    }

    private void tell(String line) {
        before.accept(line);
        said.add(line);
        after.accept(line);
    }
}
