package io.twokeys;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
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
import java.util.Optional;
import java.util.Set;
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

    static Configuration read() {
        List<Problem> problems = new ArrayList<>();
        SmallRyeConfig config = sources(problems);
        Settings settings = settings(config, problems);
        Path fleetFile = settings.configDir().resolve("fleet.yaml");
        Path peopleFile = settings.configDir().resolve("people.yaml");
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
        return settings.sandbox().enabled().orElse(fleet.targets().isEmpty());
    }

    boolean console() {
        return settings.console().enabled().orElse(true);
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

    private static SmallRyeConfig sources(List<Problem> problems) {
        var builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
        Path yaml = FOLDER.resolve("application.yaml");
        Path properties = FOLDER.resolve("application.properties");
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

    private static Settings settings(SmallRyeConfig config, List<Problem> problems) {
        try {
            return mapping(config);
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(new Problem(
                        FOLDER.resolve("application.yaml"),
                        "",
                        0,
                        String.valueOf(e.getProblem(i).getMessage()),
                        "application.example.yaml shows every key"));
            }
            return mapping(new SmallRyeConfigBuilder().build());
        }
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
