package io.twokeys.chat.outbox;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.outbox.LaneStore.Lane;
import io.twokeys.chat.outbox.QueueStore.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Carries one row to its platform.
 *
 * @param again an earlier try may have arrived
 */
record Carrier(Chat chat, Row row, boolean again, InstantSource clock) {
    private static final Logger LOG = Logger.getLogger(Carrier.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /** An outage may last a day and parks nothing; what fails here so often is no outage. */
    private static final int MOST_SURPRISES = 10;

    /** Says {@code message}, as the row asks. */
    Outcome say(Message message) {
        return trying(() -> switch (row.act()) {
            case POST ->
                postAs(message, Objects.requireNonNull(row.key()), row.known().generation());
            case EDIT -> edit(message);
            case WHISPER -> done(() -> chat.whisper(place(), person(), message));
            case TELL -> done(() -> chat.tell(person(), message));
            case HOME -> done(() -> chat.home(person(), message));
            case REACT, ATTACH -> throw new IllegalArgumentException(row.act() + " says nothing");
        });
    }

    /** Adds a reaction or a file to its message. */
    Outcome add() {
        return trying(() -> {
            MessageRef ref = row.known().ref();
            if (ref == null) return neverPosted();
            return done(() -> addTo(ref));
        });
    }

    private Outcome trying(Supplier<Outcome> call) {
        try {
            return call.get();
        } catch (ChatTrouble trouble) {
            return after(trouble);
        } catch (RuntimeException unexpected) {
            return after(unexpected);
        }
    }

    private static Outcome done(Runnable call) {
        call.run();
        return new Outcome.Done();
    }

    /** Into its thread, or where that is gone into the channel: the thread goes on below the message then. */
    private Outcome postAs(Message message, String key, int generation) {
        Place place = place();
        if (place.thread() != null) {
            try {
                return new Outcome.Placed(post(place, message, key), generation);
            } catch (ChatTrouble trouble) {
                passOnUnlessGone(trouble);
            }
        }
        MessageRef root = post(Place.channel(place.platform(), place.channel()), message, key);
        return row.lane().rootKey() == null
                ? new Outcome.Placed(root, generation)
                : new Outcome.Uprooted(root, generation);
    }

    /** What an earlier try may have posted is found with the words of that time; a page of a log has grown since. */
    private MessageRef post(Place place, Message message, String key) {
        MessageRef ref = chat.post(place, message, key, again);
        if (again && row.content().drawn()) chat.edit(ref, message);
        return ref;
    }

    /** A message that someone deleted is posted again, under a key that the platform has not seen. */
    private Outcome edit(Message message) {
        MessageRef ref = row.known().ref();
        if (ref == null) return neverPosted();
        try {
            chat.edit(ref, message);
            return new Outcome.Done();
        } catch (ChatTrouble trouble) {
            passOnUnlessGone(trouble);
        }
        int generation = row.known().generation() + 1;
        return postAs(message, row.key() + "~" + generation, generation);
    }

    private static void passOnUnlessGone(ChatTrouble trouble) {
        if (trouble.kind() != ChatTrouble.Kind.GONE) throw trouble;
    }

    private ChatUser person() {
        return new ChatUser(row.lane().platform(), row.content().detail());
    }

    private void addTo(MessageRef ref) {
        if (row.act() == Chat.Act.REACT) {
            chat.react(ref, row.content().detail());
        } else {
            chat.attach(ref, OutboxStore.read(row.content().body(), Message.File.class), again);
        }
    }

    private static Outcome neverPosted() {
        return new Outcome.Parked("its message could not be posted");
    }

    private Place place() {
        Lane lane = row.lane();
        String thread = lane.rootKey() == null ? lane.thread() : row.known().rootThread();
        return new Place(lane.platform(), lane.channel(), thread);
    }

    private Outcome after(ChatTrouble trouble) {
        String error = trouble.kind() + ": " + trouble.getMessage();
        return switch (trouble.kind()) {
            case RATE_LIMITED -> new Outcome.Limited(clock.instant().plus(trouble.retryAfter()), error);
            case UNAVAILABLE -> new Outcome.Unsure(clock.instant().plus(backOff()), error);
            case GONE, REFUSED -> new Outcome.Parked(error);
        };
    }

    /** What nobody expected is tried again for a while, and then parked with its reason. */
    Outcome after(RuntimeException unexpected) {
        LOG.warnf(unexpected, "%s of %s failed", row.act(), row.key());
        return row.surprises() + 1 >= MOST_SURPRISES
                ? new Outcome.Parked(unexpected.toString())
                : new Outcome.Surprised(clock.instant().plus(backOff()), unexpected.toString());
    }

    /** 1 s, doubling, at most a minute. */
    private Duration backOff() {
        Duration wait = Duration.ofSeconds(1L << Math.min(row.attempts(), 6));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
