package io.twokeys.bot.window;

import io.twokeys.chat.Calendar;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A calendar in memory: what it was told, in order; it fails while it is told to. */
final class FakeCalendar implements Calendar {
    final List<String> told = new ArrayList<>();
    boolean here = true;
    ChatTrouble.@Nullable Kind failing;

    @Override
    public Platform platform() {
        return Platform.DISCORD;
    }

    @Override
    public boolean here() {
        return here;
    }

    @Override
    public String announce(String key, String channel, Event event) {
        tell("announce " + key + " in " + channel + ", " + event.location() + ", " + event.start() + " to "
                + event.end() + ": " + event.description());
        return "1";
    }

    @Override
    public void start(String key) {
        tell("start " + key);
    }

    @Override
    public void end(String key) {
        tell("end " + key);
    }

    @Override
    public void cancel(String key) {
        tell("cancel " + key);
    }

    private void tell(String line) {
        if (failing != null) throw new ChatTrouble(failing, "the calendar is " + failing, Duration.ofSeconds(30));
        told.add(line);
    }
}
