package io.twokeys.bot.window;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.journal.Entry;
import java.time.Instant;
import java.util.Optional;

/** What happened to a window, in words, from its journal entry alone: told later, it is still told as it was. */
final class WindowNews {
    private final Entry entry;
    private final Instant start;
    private final Instant end;

    private WindowNews(Entry entry) {
        this.entry = entry;
        this.start = Instant.parse(entry.data().path("start").asText());
        this.end = Instant.parse(entry.data().path("end").asText());
    }

    /**
     * Empty for what the announcement itself says.
     *
     * @param actor name of the person who did it; empty if it came by itself
     */
    static Optional<Message> of(Entry entry, Optional<String> actor) {
        var news = new WindowNews(entry);
        String by = actor.map(name -> ", by " + name).orElse("");
        return switch (entry.kind()) {
            case "maintenance.reminded" -> Optional.of(news.reminder());
            case "maintenance.started" -> Optional.of(news.started(by));
            case "maintenance.extended" -> Optional.of(news.extended(by));
            case "maintenance.ending" -> Optional.of(news.ending());
            case "maintenance.ended" -> Optional.of(news.ended(by));
            case "maintenance.cancelled" -> Optional.of(news.cancelled(by));
            default -> Optional.empty();
        };
    }

    private Message reminder() {
        return notice(
                " begins in " + WindowCard.until(entry.at(), start),
                Text.of("Maintenance of " + entry.target() + " from ", start, " to ", end, because("reason")));
    }

    private Message started(String by) {
        return notice(
                " has begun" + by, Text.of(entry.target() + " is under maintenance until ", end, because("reason")));
    }

    private Message extended(String by) {
        return notice(" takes longer" + by, Text.of("It now ends ", end, because("because")));
    }

    private Message ending() {
        return notice(
                " ends in " + WindowCard.until(entry.at(), end),
                Text.of("It ends ", end, ". `/odoo maintenance extend by 30m` gives more time."));
    }

    private Message ended(String by) {
        return notice(" is over" + by, Text.of("It ended ", end, "."));
    }

    private Message cancelled(String by) {
        return notice(
                " is called off" + by,
                Text.of("Maintenance of " + entry.target() + " was planned for ", start, because("because")));
    }

    /** @param whose {@code reason} of the window or {@code because} of what happened to it */
    private String because(String whose) {
        String why = entry.data().path(whose).asText();
        return why.isEmpty() ? "." : ". Because: " + why;
    }

    private Message notice(String what, Text text) {
        return Message.of(Kind.NOTICE, entry.subject() + what, text);
    }
}
