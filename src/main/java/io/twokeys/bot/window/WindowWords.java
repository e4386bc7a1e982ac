package io.twokeys.bot.window;

import io.twokeys.chat.Message.Text;
import io.twokeys.maintenance.Refusal;
import io.twokeys.maintenance.Window;
import io.twokeys.maintenance.WindowId;
import io.twokeys.maintenance.Windows;
import java.time.ZoneId;

/** Sentences about windows, with times that each reader sees in their own zone. */
final class WindowWords {
    private WindowWords() {}

    /** @param zone what times without one were taken for */
    static Text refusal(Refusal refusal, ZoneId zone) {
        return switch (refusal) {
            case Refusal.Unheard(var id) -> Text.of(unheard(id));
            case Refusal.Overlapping(Window other) -> overlapping(other);
            case Refusal.TooSoon(var start) ->
                Text.of(
                        "That is ",
                        start,
                        " (times without a zone are taken for " + zone + "), which is past or less than a minute ahead."
                                + " Say a later time, or begin now with `/odoo maintenance start for 1h`.");
            case Refusal.TooFar(var start) ->
                Text.of(
                        "That is ",
                        start,
                        ", more than " + Windows.HORIZON.toDays() + " days ahead. Is the year right?");
            case Refusal.TooLong() ->
                Text.of("A window takes " + Windows.LONGEST.toDays() + " days at most. Plan a shorter one.");
            case Refusal.TooShort() -> Text.of("A window takes a minute at least. Say a longer time.");
            case Refusal.Begun(Window window) ->
                Text.of(
                        window.id() + " has begun already and ends ",
                        window.end(),
                        ". `/odoo maintenance end " + window.id() + "` ends it now.");
            case Refusal.NotBegun(Window window) ->
                Text.of(
                        window.id() + " has not begun; it is planned for ",
                        window.start(),
                        ". `/odoo maintenance cancel " + window.id() + "` calls it off.");
            case Refusal.Over(Window window) ->
                Text.of(
                        window.id()
                                + (window.state() == Window.State.ENDED
                                        ? " ended "
                                        : " was called off; it was to end "),
                        window.end(),
                        ". `/odoo maintenance schedule` plans another one.");
        };
    }

    private static Text overlapping(Window other) {
        return Text.of(
                other.target() + " has " + other.id() + " from ",
                other.start(),
                " to ",
                other.end(),
                ", and two windows of one target never overlap. Choose another time, or "
                        + (other.active() ? "end" : "cancel") + " " + other.id() + " first.");
    }

    static String unheard(WindowId id) {
        return "There is no window " + id + ". `/odoo maintenance list` lists those to come.";
    }
}
