package io.twokeys.bot.window;

import io.twokeys.bot.card.Times;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Span.Bold;
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.Message.Text;
import io.twokeys.maintenance.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The announcement of a window, kept true; and windows in answers. */
final class WindowCard {
    /** What the button for more time gives. */
    static final Duration EXTENSION = Duration.ofMinutes(30);

    private WindowCard() {}

    /** @param announcer name of who planned it */
    static Message of(Window window, String announcer) {
        List<Part> parts = new ArrayList<>();
        parts.add(Text.of(
                new Bold(state(window)),
                " ",
                window.start(),
                " to ",
                window.end(),
                " (" + Times.of(window.length()) + ")"));
        if (!window.reason().isEmpty()) parts.add(Text.of("Because: " + window.reason()));
        parts.add(Context.of("Announced by " + announcer + ". Reminders and changes follow in the thread."));
        return new Message(Kind.MAINTENANCE, title(window), parts, buttons(window), List.of(), List.of());
    }

    /** {@code MW-3: maintenance of prod}. */
    static String title(Window window) {
        return window.id() + ": maintenance of " + window.target();
    }

    /** What stands before its time. */
    static String state(Window window) {
        return switch (window.state()) {
            case SCHEDULED -> "Scheduled:";
            case ACTIVE -> "Running:";
            case ENDED -> "Ended:";
            case CANCELLED -> "Cancelled. It was planned for";
        };
    }

    private static List<Button> buttons(Window window) {
        Button extend = button(window, "extend", "Extend 30 min", Style.PLAIN, "Move the end of %s by 30 minutes?");
        return switch (window.state()) {
            case SCHEDULED ->
                List.of(
                        button(window, "start", "Start now", Style.PRIMARY, "Begin %s now, ahead of its time?"),
                        extend,
                        button(window, "cancel", "Cancel", Style.DANGER, "Call %s off?"));
            case ACTIVE -> List.of(extend, button(window, "end", "End", Style.PRIMARY, "End %s now?"));
            case ENDED, CANCELLED -> List.of();
        };
    }

    private static Button button(Window window, String what, String label, Style style, String question) {
        return new Button("window-" + what + ":" + window.id(), label, style, true, question.formatted(window.id()));
    }

    static Message list(List<Window> windows) {
        if (windows.isEmpty()) {
            String next =
                    "None runs and none is planned. `/odoo maintenance schedule tomorrow 22:00 for 1h` announces one.";
            return Message.of(Kind.STATUS, "Maintenance windows", Text.of(next));
        }
        List<Part> parts = new ArrayList<>();
        for (Window window : windows) {
            String reason = window.reason().isEmpty() ? "" : ", " + window.reason();
            parts.add(Text.of(
                    new Bold(window.id().value()),
                    " " + window.target() + (window.active() ? ", running, " : ", scheduled, "),
                    window.start(),
                    " to ",
                    window.end(),
                    reason));
        }
        return new Message(Kind.STATUS, "Maintenance windows", parts, List.of(), List.of(), List.of());
    }

    /** A line of a target's status. */
    static Item item(Window window, Instant now) {
        return window.active()
                ? new Item(Mark.RUNNING, window.id() + " maintenance", "ends in " + until(now, window.end()))
                : new Item(Mark.WAITING, window.id() + " maintenance", "begins in " + until(now, window.start()));
    }

    static String until(Instant now, Instant then) {
        return Times.of(Duration.between(now, then));
    }
}
