package io.twokeys.fleet;

import io.twokeys.fleet.Section.Rule;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.Target.Checkpointing;
import io.twokeys.fleet.Target.Freeze;
import io.twokeys.fleet.Target.Keep;
import io.twokeys.fleet.Target.Settings;
import io.twokeys.fleet.Target.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code config/fleet.yaml}. Every key is explained in {@code config/fleet.example.yaml}. */
public final class FleetFile {
    private static final Rule NAME = Rule.of("[a-z][a-z0-9-]{0,31}", "a name of a-z, 0-9 and -, at most 32 characters");
    private static final Rule ADDRESS = Rule.of("[A-Za-z0-9][A-Za-z0-9.:_-]*", "a DNS name or an IP address");
    private static final Rule PORT = Rule.of("[1-9][0-9]{0,4}", "a port from 1 to 65535");
    private static final Rule NUMBER = Rule.of("[1-9][0-9]{0,3}", "a number from 1 to 9999");
    private static final Rule SECONDS = Rule.of("[0-9]{1,3}s", "seconds such as 30s");
    private static final Rule MINUTES = Rule.of("[1-9][0-9]{0,2}m", "minutes such as 15m");
    private static final Rule ACCOUNT = Rule.of("[a-z_][a-z0-9_-]{0,31}", "the name of an account on the host");
    private static final Rule SERIES = Rule.of("[0-9]{1,2}\\.0", "Odoo's major version, such as \"19.0\"");
    private static final Rule ABSOLUTE = Rule.of("/[^\\x00-\\x1f]*", "a path on the host that starts with /");
    private static final Rule COMMAND = Rule.of("[A-Za-z0-9/._-]+", "a command's name or its path on the host");
    private static final Rule STANZA = Rule.of("[A-Za-z0-9][A-Za-z0-9_-]*", "the name of a stanza of pgBackRest's");
    private static final Rule SERVICE = Rule.of("[A-Za-z0-9@._-]+", "the name of a systemd unit");
    private static final Rule DATABASE = Rule.of(
            "[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", "a database name of letters, digits, _ . and -, at most 40 characters");
    private static final Rule URL = Rule.of("https?://[^\\s/]+/?", "an address such as http://127.0.0.1:8069");
    private static final Rule REVISION = Rule.of("[A-Za-z0-9][A-Za-z0-9/._-]*", "a git branch, tag or commit");
    private static final Rule REQUIRABLE = Rule.of(
            "checkpoint-verified|drill-fresh|hour-quiet|hour-sensible|staging-passed|window-open",
            "some of checkpoint-verified, drill-fresh, hour-quiet, hour-sensible, staging-passed and window-open");
    private static final Map<String, Rule> CHANNELS = Map.of(
            "slack",
                    Rule.of(
                            "[CG][A-Z0-9]{5,}",
                            "the channel's id as its details in Slack show it, such as C0123456789"),
            "discord", Rule.of("[0-9]{15,20}", "the channel's id (developer mode, Copy Channel ID), about 19 digits"),
            "console", Rule.of("[a-z0-9][a-z0-9-]{0,63}", "a channel name of a-z, 0-9 and -"));

    private final List<Problem> problems = new ArrayList<>();

    private FleetFile() {}

    /** The fleet that {@code file} describes, or all that is wrong with it. */
    public static Loaded<Fleet> load(Path file) {
        var reader = new FleetFile();
        var targets = reader.read(file);
        return reader.problems.isEmpty()
                ? new Loaded.Whole<>(new Fleet(targets))
                : new Loaded.Refused<>(reader.problems);
    }

    /** The names in {@code file} even if the rest of it is wrong, so that other files can be checked against them. */
    public static Set<String> names(Path file) {
        return Section.open(file, new ArrayList<>()).section("targets").keys();
    }

    /** What a channel of a platform is called there; empty if {@code channel} can be one. */
    public static Optional<String> otherThan(String platformKey, String channel) {
        var rule = CHANNELS.getOrDefault(platformKey, NAME);
        return rule.allows(channel) ? Optional.empty() : Optional.of(rule.meaning());
    }

    private List<Target> read(Path file) {
        try (var root = Section.open(file, problems)) {
            if (!problems.isEmpty()) {
                return List.of();
            }
            var section = root.section("targets");
            var drafts = new LinkedHashMap<String, Section>(section.sections());
            var targets = drafts.entrySet().stream()
                    .flatMap(draft -> named(section, draft.getKey(), draft.getValue()).stream())
                    .toList();
            if (drafts.isEmpty() && problems.isEmpty()) {
                root.wrong("targets", "there are no targets", "Describe at least one");
            }
            checkTwins(targets, drafts);
            checkChannels(targets, drafts);
            return targets;
        }
    }

    private Optional<Target> named(Section targets, String name, Section section) {
        if (!NAME.allows(name)) {
            targets.wrong(name, "not a target name", "Choose " + NAME.meaning());
            return Optional.empty();
        }
        try (section) {
            return target(new TargetName(name), section);
        }
    }

    private Optional<Target> target(TargetName name, Section section) {
        var stage = section.choice("stage", List.of("production", "staging", "sandbox"));
        var channels = channels(section);
        var host = host(section.section("host"));
        var odoo = odoo(section.section("odoo"));
        var settings = settings(section, Smoke.read(section, odoo.series()));
        var addons = addons(section.section("addons"));
        return stage.map(it ->
                new Target(name, Stage.valueOf(it.toUpperCase(Locale.ROOT)), host, odoo, addons, channels, settings));
    }

    private static Map<String, String> channels(Section target) {
        var found = new LinkedHashMap<String, String>();
        try (var section = target.section("channels")) {
            for (var platform : Fleet.PLATFORMS) {
                var channel = section.text(platform, CHANNELS.getOrDefault(platform, NAME), "");
                if (!channel.isEmpty()) {
                    found.put(platform, channel);
                }
            }
        }
        return found;
    }

    private static Settings settings(Section section, Smoke smoke) {
        var twin = section.text("staging-twin", NAME, "");
        return new Settings(
                section.text("postgres-user", ACCOUNT, "postgres"),
                freeze(section),
                checkpointing(section),
                keep(section),
                twin.isEmpty() ? null : new TargetName(twin),
                smoke,
                watch(section),
                Set.copyOf(section.list("require", REQUIRABLE)));
    }

    private static Checkpointing checkpointing(Section target) {
        var ways = Stream.concat(
                Stream.of("auto"), Arrays.stream(CheckpointStrategy.values()).map(CheckpointStrategy::word));
        var way = target.choice("checkpoints", ways.toList(), "clone");
        var always = way.equals("auto") ? null : CheckpointStrategy.of(way);
        var stanza = target.text("pgbackrest-stanza", STANZA, "");
        if (always == CheckpointStrategy.PGBACKREST && stanza.isEmpty()) {
            target.wrong("checkpoints", "pgBackRest is not told what to save", "Add pgbackrest-stanza beside it");
        }
        return new Checkpointing(always, target.text("backup-dir", ABSOLUTE, "/var/backups/odoo"), stanza);
    }

    private static Freeze freeze(Section target) {
        int seconds = number(target.text("drain", SECONDS, "30s").replace("s", ""));
        return new Freeze(target.text("maintenance-flag", ABSOLUTE), Duration.ofSeconds(seconds));
    }

    private static Keep keep(Section target) {
        if (!target.keys().contains("keep")) return Keep.USUAL;
        try (var section = target.section("keep")) {
            return new Keep(
                    number(section.text("checkpoints", NUMBER, "5")), number(section.text("days", NUMBER, "14")));
        }
    }

    private static Watch watch(Section target) {
        if (!target.keys().contains("watch")) return Watch.OFF;
        try (var section = target.section("watch")) {
            int minutes = number(section.text("for", MINUTES).replace("m", ""));
            return new Watch(Duration.ofMinutes(minutes), number(section.text("errors", NUMBER, "5")));
        }
    }

    /** What was refused has been reported and counts as anything. */
    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static Host host(Section section) {
        try (section) {
            var port = section.text("port", PORT, "22");
            if (!port.isEmpty() && Integer.parseInt(port) > 65535) {
                section.wrong("port", "\"" + port + "\" is not allowed", "Write " + PORT.meaning());
            }
            return new Host(
                    section.text("address", ADDRESS),
                    port.isEmpty() ? 0 : Integer.parseInt(port),
                    section.text("user", ACCOUNT),
                    existing(section, "key", true),
                    existing(section, "known-hosts", false));
        }
    }

    /** A file that must be there and, if it is a secret, must not be readable by everybody. */
    static Path existing(Section section, String key, boolean secret) {
        var path = section.path(key);
        if (!section.keys().contains(key)) {
            return path;
        }
        if (!Files.isRegularFile(path)) {
            section.wrong(key, "there is no file " + path, "Create it, or correct the path");
        } else if (!Files.isReadable(path)) {
            section.wrong(key, path + " cannot be read by this account", "Let the account that runs Twokeys read it");
        } else if (secret && isWorldReadable(path)) {
            section.wrong(key, path + " is a secret that everybody may read", "Run: chmod 600 " + path);
        }
        return path;
    }

    private static boolean isWorldReadable(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Odoo odoo(Section section) {
        try (section) {
            return new Odoo(
                    section.text("series", SERIES),
                    section.text("command", COMMAND, "odoo-bin"),
                    section.text("config", ABSOLUTE),
                    section.text("user", ACCOUNT, "odoo"),
                    section.text("service", SERVICE, "odoo"),
                    section.text("database", DATABASE),
                    section.text("data-dir", ABSOLUTE),
                    section.text("url", URL, "http://127.0.0.1:8069"));
        }
    }

    private static Addons addons(Section section) {
        try (section) {
            return new Addons(
                    section.text("path", ABSOLUTE),
                    section.text("release", REVISION, "origin/main"),
                    section.list("core", ABSOLUTE));
        }
    }

    private static void checkTwins(List<Target> targets, Map<String, Section> sections) {
        for (var target : targets) {
            var twin = target.settings().stagingTwin();
            if (twin == null) {
                continue;
            }
            var section = sections.get(target.name().value());
            if (section != null && !sections.containsKey(twin.value())) {
                section.wrong(
                        "staging-twin",
                        "there is no target " + twin,
                        "Name one of " + String.join(", ", sections.keySet()));
            } else if (section != null && isNoTwin(target, twin, targets)) {
                section.wrong(
                        "staging-twin", twin + " is not another target of stage staging", "Name a staging target");
            }
        }
    }

    private static boolean isNoTwin(Target target, TargetName twin, List<Target> targets) {
        return twin.equals(target.name())
                || targets.stream().anyMatch(it -> it.name().equals(twin) && it.stage() == Stage.PRODUCTION);
    }

    private static void checkChannels(List<Target> targets, Map<String, Section> sections) {
        var owners = new HashMap<String, TargetName>();
        for (var target : targets) {
            target.channels().forEach((platform, channel) -> {
                var owner = owners.putIfAbsent(platform + " " + channel, target.name());
                var section = sections.get(target.name().value());
                if (owner != null && section != null) {
                    section.wrong(
                            "channels." + platform,
                            channel + " is already the channel of " + owner,
                            "Give each target a channel of its own");
                }
            });
        }
    }
}
