package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A channel with its people, on whatever platform it is. */
final class Channel {
    /** Platforms allow about one message a second. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Entry entry;
    private String since = "";

    Channel(Entry entry) {
        this.entry = entry;
        fromNow();
    }

    /** Only what is said after this moment counts. */
    void fromNow() {
        var all = entry.after("");
        since = all.isEmpty() ? "" : all.getLast().id();
    }

    /** Whether the platform takes whatever is said at once; elsewhere a fast log may be folded. */
    boolean keepsUp() {
        return entry instanceof ConsoleEntry;
    }

    Person person(String name) {
        return new Person(name);
    }

    /** Somebody in the channel. */
    final class Person {
        private final String name;

        private Person(String name) {
            this.name = name;
        }

        void types(String text) {
            entry.types(name, text, null);
        }

        void typesUnder(Message message, String text) {
            entry.types(name, text, message);
        }

        void reacts(String emoji, Message message) {
            entry.reacts(name, emoji, message);
        }

        void takesBack(String emoji, Message message) {
            entry.takesBack(name, emoji, message);
        }

        void presses(String label, Message message) {
            Message now = waitFor(
                    "a button " + label,
                    it -> it.id().equals(message.id()) && it.buttons().contains(label));
            entry.presses(name, now.button(label), now);
        }

        /** A click on a button that was there a moment ago. */
        void pressesAgain(Message.Button button, Message message) {
            entry.presses(name, button, message);
        }

        /** What was said to this person alone. */
        Message isTold(String... words) {
            return waitFor(name + " told " + List.of(words), it -> it.to().equals(name) && it.says(words));
        }
    }

    /** What is said in the channel itself, for everybody. */
    Message shows(String kind, String... words) {
        return waitFor(
                kind + " with " + List.of(words),
                it -> it.thread().isEmpty() && it.kind().equals(kind) && it.to().isEmpty() && it.says(words));
    }

    Talk thread(Message root) {
        return new Talk(root);
    }

    /** The thread under a message. */
    final class Talk {
        private final Message root;

        private Talk(Message root) {
            this.root = root;
        }

        Message shows(String kind, String... words) {
            return waitFor(
                    kind + " with " + List.of(words) + " in the thread",
                    it -> isIn(it) && it.kind().equals(kind) && it.says(words));
        }

        /** {@code UP-7}, which runs under it. */
        String operation() {
            return shows("progress", ": ").title().split(":", 2)[0];
        }

        List<Message> all() {
            return Channel.this.all().stream().filter(this::isIn).toList();
        }

        private boolean isIn(Message message) {
            return message.thread().filter(root.id()::equals).isPresent();
        }

        /** The head of the thread as it is when it says {@code words}. */
        Message head(String... words) {
            return waitFor("the card with " + List.of(words), it -> it.id().equals(root.id()) && it.says(words));
        }
    }

    /** Everything since {@link #fromNow}, oldest first. */
    List<Message> all() {
        return entry.after(since);
    }

    byte[] download(Message message, String file) {
        return await("the file " + file)
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> entry.download(message, file), Optional::isPresent)
                .orElseThrow();
    }

    private Message waitFor(String what, Predicate<Message> wanted) {
        var seen = new AtomicReference<Message>();
        try {
            await(what).atMost(PATIENCE).pollInterval(LOOK).until(() -> {
                all().stream().filter(wanted).findFirst().ifPresent(seen::set);
                return seen.get() != null;
            });
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("Never seen: " + what + ". Seen:\n" + transcript(), late);
        }
        return seen.get();
    }

    String transcript() {
        return all().stream().map(Channel::told).collect(Collectors.joining("\n"));
    }

    private static String told(Message message) {
        String to = message.to().isEmpty() ? "" : " to " + message.to() + " alone";
        String text = message.text().substring(0, Math.min(700, message.text().length()));
        return "--- " + message.id() + " in " + message.thread().orElse("channel") + to + " " + message.kind() + " "
                + message.buttons() + " " + message.files() + "\n" + text;
    }
}
