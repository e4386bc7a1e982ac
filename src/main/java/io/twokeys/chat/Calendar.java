package io.twokeys.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The calendar that a platform keeps beside its conversations: scheduled events, on Discord. An entry is known by a key of our
 * own choosing; which entry of the platform's that is, the adapter remembers in the database. Every call says what shall be
 * true afterwards, so the same call again changes nothing, and it may be repeated until it went through.
 *
 * <p>Calls are synchronous and may take seconds; implementations are thread-safe. Every method may throw {@link ChatTrouble}.
 */
public interface Calendar {
    Platform platform();

    /** Whether this process may write to it now, as {@link Chat#here}. */
    boolean here();

    /**
     * Puts the event into the calendar, or changes the one with this key to what {@code event} says. Of an event that has
     * begun only the end still changes. One that somebody deleted by hand is put in again.
     *
     * @param key names the event for good, {@code MW-3}
     * @param channel where people are told about it: the calendar is that of the channel's server
     * @return the platform's id of the event
     */
    String announce(String key, String channel, Event event);

    /** It has begun. Nothing happens where there is no such event, or none any more. */
    void start(String key);

    /** It is over. Nothing happens where there is no such event, or none any more. */
    void end(String key);

    /** It does not take place. What has begun already is ended. Nothing happens where there is no such event. */
    void cancel(String key);

    /**
     * What is planned; what is longer than the platform allows is cut.
     *
     * @param title at most 100 characters (Discord's limit, as the two below)
     * @param description at most 1,000 characters
     * @param location at most 100 characters, not empty; a target's name
     * @param end after {@code start}
     */
    record Event(String title, String description, String location, Instant start, Instant end) {
        public Event {
            if (!end.isAfter(start))
                throw new IllegalArgumentException("an event that ends before it starts: " + title);
            if (location.isBlank()) throw new IllegalArgumentException("an event that is nowhere: " + title);
        }
    }

    /** The calendars that are configured. */
    record All(List<Calendar> calendars) {
        public All {
            calendars = List.copyOf(calendars);
        }

        public Optional<Calendar> of(Platform platform) {
            return calendars.stream()
                    .filter(calendar -> calendar.platform() == platform)
                    .findFirst();
        }
    }
}
