package io.twokeys;

import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.FleetFile;
import io.twokeys.fleet.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is set about the host to practise on, and what comes of it. */
final class SandboxWishes {
    private static final String CONSOLE_CHANNEL = "odoo-sandbox";

    private final Settings.Sandbox wishes;

    SandboxWishes(Settings.Sandbox wishes) {
        this.wishes = wishes;
    }

    /** Unless said otherwise it is there for whoever has no target of their own yet. */
    boolean granted(Fleet fleet) {
        return wishes.enabled().orElse(fleet.targets().isEmpty());
    }

    /** Chat platform to the channel that is bound to it. */
    Map<String, String> channels() {
        Map<String, String> bound = new TreeMap<>(Map.of("console", CONSOLE_CHANNEL));
        wishes.channels().slack().ifPresent(channel -> bound.put("slack", channel));
        wishes.channels().discord().ifPresent(channel -> bound.put("discord", channel));
        return bound;
    }

    /** A channel that cannot be one, or that another target has already. */
    List<Problem> problems(Path file, Fleet fleet) {
        List<Problem> found = new ArrayList<>();
        if (!granted(fleet)) return found;
        channels().forEach((platform, channel) -> {
            String key = "twokeys.sandbox.channels." + platform;
            FleetFile.otherThan(platform, channel)
                    .ifPresent(meaning -> found.add(new Problem(file, key, 0, "is " + channel, "Give " + meaning)));
            fleet.byChannel(platform, channel)
                    .forEach(owner -> found.add(new Problem(
                            file,
                            key,
                            0,
                            channel + " is already the channel of " + owner.name(),
                            "Give each target a channel of its own")));
        });
        return found;
    }
}
