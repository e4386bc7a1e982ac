package io.twokeys;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import io.twokeys.chat.discord.gateway.DiscordSettings;
import io.twokeys.chat.slack.SlackSettings;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.FleetFile;
import io.twokeys.fleet.Loaded;
import io.twokeys.fleet.Problem;
import io.twokeys.people.People;
import io.twokeys.people.PeopleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Everything in {@code config/}, read and checked before anything starts, so that all problems come in one report.
 *
 * @param fleet the targets of {@code fleet.yaml}; empty without that file
 * @param people of {@code people.yaml}; empty without that file, when only the sandbox's own people are there
 */
record Configuration(
        Settings settings, boolean externalDatabase, Fleet fleet, Optional<People> people, List<Problem> problems) {
    private static final Path FOLDER = Path.of("config");
    private static final Set<String> KEYS = Set.of(
            "twokeys.data-dir",
            "twokeys.config-dir",
            "twokeys.zone",
            "twokeys.console.enabled",
            "twokeys.console.hosts",
            "twokeys.slack.mode",
            "twokeys.slack.bot-token",
            "twokeys.slack.signing-secret",
            "twokeys.slack.app-token",
            "twokeys.slack.api-url",
            "twokeys.slack.plan-blocks",
            "twokeys.discord.enabled",
            "twokeys.discord.bot-token",
            "twokeys.discord.api-url",
            "twokeys.discord.gateway-url",
            "twokeys.sandbox.enabled",
            "twokeys.sandbox.channels.slack",
            "twokeys.sandbox.channels.discord",
            "twokeys.drills.every",
            "twokeys.approval.keys",
            "twokeys.approval.expires",
            "twokeys.approval.countdown",
            "twokeys.checks.every");
    /** System properties of tests and builds. */
    private static final Pattern ELSEWHERE = Pattern.compile("twokeys\\.jar");

    static Configuration read() {
        return read(FOLDER);
    }

    /** @param folder where {@code application.yaml} is; the other files are where that file says */
    static Configuration read(Path folder) {
        List<Problem> problems = new ArrayList<>();
        SmallRyeConfig config = sources(folder, problems);
        Settings settings = settings(folder, config, problems);
        Path others = config.getOptionalValue("twokeys.config-dir", String.class)
                .map(Path::of)
                .orElse(FOLDER);
        Path fleetFile = others.resolve("fleet.yaml");
        Path peopleFile = others.resolve("people.yaml");
        Fleet fleet = Files.exists(fleetFile)
                ? whole(FleetFile.load(fleetFile), problems, new Fleet(List.of()))
                : new Fleet(List.of());
        Optional<People> people = Optional.empty();
        if (Files.exists(peopleFile)) {
            people = Optional.of(
                    whole(PeopleFile.load(peopleFile, targets(fleetFile)), problems, new People(List.of())));
        } else if (Files.exists(fleetFile)) {
            problems.add(new Problem(
                    peopleFile, "", 0, "is missing", "Say there who may do what; people.example.yaml shows how"));
        }
        problems.addAll(Settings.Ranges.problems(folder.resolve("application.yaml"), settings, config));
        problems.addAll(new SlackWishes(settings.slack()).problems(folder.resolve("application.yaml")));
        problems.addAll(new SandboxWishes(settings.sandbox()).problems(folder.resolve("application.yaml"), fleet));
        problems.addAll(new DiscordWishes(settings.discord()).problems(folder.resolve("application.yaml")));
        boolean external = config.getOptionalValue("quarkus.datasource.jdbc.url", String.class)
                .isPresent();
        return new Configuration(settings, external, fleet, people, List.copyOf(problems));
    }

    /** One line a problem, with file, key and fix. */
    static String report(List<Problem> problems) {
        return "Twokeys does not start: the configuration has " + problems.size()
                + (problems.size() == 1 ? " problem.\n" : " problems.\n")
                + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n"));
    }

    Path dataDir() {
        return settings.dataDir().toAbsolutePath();
    }

    boolean sandbox() {
        return new SandboxWishes(settings.sandbox()).granted(fleet);
    }

    Map<String, String> sandboxChannels() {
        return new SandboxWishes(settings.sandbox()).channels();
    }

    boolean console() {
        return settings.console()
                .enabled()
                .orElse(!slack().enabled() && !discord("").enabled());
    }

    SlackSettings slack() {
        return new SlackWishes(settings.slack()).granted();
    }

    /** @param replica a name that no other process has or had */
    DiscordSettings discord(String replica) {
        return new DiscordWishes(settings.discord()).granted(replica);
    }

    /** The chat platforms that are switched on. */
    Set<String> platforms() {
        Set<String> on = new HashSet<>();
        if (console()) on.add("console");
        if (slack().enabled()) on.add("slack");
        if (discord("").enabled()) on.add("discord");
        return on;
    }

    private static Set<String> targets(Path fleetFile) {
        Set<String> names = new HashSet<>(Files.exists(fleetFile) ? FleetFile.names(fleetFile) : Set.of());
        names.add("sandbox");
        return names;
    }

    private static <T> T whole(Loaded<T> loaded, List<Problem> problems, T none) {
        return switch (loaded) {
            case Loaded.Whole<T>(T value) -> value;
            case Loaded.Refused<T>(List<Problem> found) -> {
                problems.addAll(found);
                yield none;
            }
        };
    }

    private static SmallRyeConfig sources(Path folder, List<Problem> problems) {
        var builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
        Path yaml = folder.resolve("application.yaml");
        Path properties = folder.resolve("application.properties");
        try {
            if (Files.exists(yaml))
                builder.withSources(new YamlConfigSource(yaml.toUri().toURL(), 265));
            if (Files.exists(properties)) {
                builder.withSources(
                        new PropertiesConfigSource(properties.toUri().toURL(), 260));
            }
        } catch (IOException | RuntimeException e) {
            problems.add(new Problem(yaml, "", 0, "cannot be read: " + e.getMessage(), "Correct it"));
        }
        return builder.build();
    }

    private static Settings settings(Path folder, SmallRyeConfig config, List<Problem> problems) {
        unknown(config)
                .forEach(key -> problems.add(new Problem(
                        folder.resolve("application.yaml"),
                        key,
                        0,
                        "is no key that Twokeys knows",
                        "Take it out, or correct it; application-example.yaml shows every key")));
        try {
            return mapping(config);
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(new Problem(
                        folder.resolve("application.yaml"),
                        "",
                        0,
                        String.valueOf(e.getProblem(i).getMessage()).replaceFirst("^java\\.[\\w.]+: ", ""),
                        "Write it as application-example.yaml shows it: durations as PT1H, zones as Europe/Brussels"));
            }
            return mapping(new SmallRyeConfigBuilder().build());
        }
    }

    private static List<String> unknown(SmallRyeConfig config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(key -> key.startsWith("twokeys."))
                .map(key -> key.replaceAll("\\[[0-9]+]$", ""))
                .filter(key -> !KEYS.contains(key) && !ELSEWHERE.matcher(key).matches())
                .sorted()
                .distinct()
                .toList();
    }

    private static Settings mapping(SmallRyeConfig values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(StreamSupport.stream(values.getConfigSources().spliterator(), false)
                        .toArray(ConfigSource[]::new))
                .withMapping(Settings.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(Settings.class);
    }
}
