package io.twokeys.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A moment in words: {@code 22:00}, {@code tomorrow 22:00}, {@code 2026-11-21T22:00 Europe/Paris}. Which instant it is
 * depends on when it is said and, without a zone, on whose clock is meant.
 *
 * @param zone the zone that was said
 */
public record When(Day day, LocalTime time, Optional<ZoneId> zone) {

    /** Which day was said. */
    public sealed interface Day {
        /** None: the next time the clock shows it. */
        record Soonest() implements Day {}

        record Today() implements Day {}

        record Tomorrow() implements Day {}

        record On(LocalDate date) implements Day {}
    }

    static final String SENTENCE = "a time looks like 22:00, tomorrow 22:00 or 2026-11-21T22:00 Europe/Paris";

    private static final Pattern WORDS = Pattern.compile(
            "(?:(today|tomorrow|\\d{4}-\\d{2}-\\d{2})[ T])?(\\d{1,2}:\\d{2})(?: ?([A-Za-z+-][A-Za-z0-9_+:/-]*))?",
            Pattern.CASE_INSENSITIVE);

    /**
     * The instant that is meant by whoever says it at {@code now}; in the past if they say so. Of an hour that clocks show twice
     * the first one is meant. Empty if the clocks are put forward over it that day.
     *
     * @param usual the zone that is meant if none was said
     */
    public Optional<Instant> saidAt(Instant now, ZoneId usual) {
        ZoneId where = zone.orElse(usual);
        LocalDate today = now.atZone(where).toLocalDate();
        return switch (day) {
            case Day.Today() -> at(today, where);
            case Day.Tomorrow() -> at(today.plusDays(1), where);
            case Day.On(var date) -> at(date, where);
            case Day.Soonest() -> at(today, where).filter(it -> it.isAfter(now)).or(() -> at(today.plusDays(1), where));
        };
    }

    private Optional<Instant> at(LocalDate date, ZoneId where) {
        var moment = date.atTime(time).atZone(where);
        return moment.toLocalTime().equals(time) ? Optional.of(moment.toInstant()) : Optional.empty();
    }

    /** Reads words divided by single blanks; empty if they are no time, no date of the calendar or no known zone. */
    static Optional<When> parse(String words) {
        var matcher = WORDS.matcher(words);
        if (!matcher.matches()) return Optional.empty();
        try {
            var time = LocalTime.parse("0".repeat(5 - matcher.group(2).length()) + matcher.group(2));
            return Optional.of(new When(
                    day(Optional.ofNullable(matcher.group(1))),
                    time,
                    Optional.ofNullable(matcher.group(3)).map(ZoneId::of)));
        } catch (DateTimeException noSuchMoment) {
            return Optional.empty();
        }
    }

    private static Day day(Optional<String> word) {
        if (word.isEmpty()) return new Day.Soonest();
        if (word.get().equalsIgnoreCase("today")) return new Day.Today();
        if (word.get().equalsIgnoreCase("tomorrow")) return new Day.Tomorrow();
        return new Day.On(LocalDate.parse(word.get()));
    }

    /** The words that {@link #parse} reads back to this. */
    String text() {
        String start = switch (day) {
            case Day.Soonest() -> "";
            case Day.Today() -> "today ";
            case Day.Tomorrow() -> "tomorrow ";
            case Day.On(var date) -> date + "T";
        };
        return start + time + zone.map(it -> " " + it.getId()).orElse("");
    }
}
