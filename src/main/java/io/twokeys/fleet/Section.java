package io.twokeys.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.twokeys.fleet.Yaml.Mapping;
import io.twokeys.fleet.Yaml.Nothing;
import io.twokeys.fleet.Yaml.Scalar;
import io.twokeys.fleet.Yaml.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A mapping in a configuration file, read key by key. Whatever is wrong becomes a {@link Problem} and reading goes on with
 * a harmless value, so that one report has them all. The keys asked for are the keys there are: {@link #close()} reports
 * the others.
 */
public final class Section implements AutoCloseable {
    private final Path file;
    private final String path;
    private final Mapping mapping;
    private final List<Problem> problems;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(Path file, String path, Mapping mapping, List<Problem> problems) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
        this.problems = problems;
        mapping.repeated()
                .forEach((key, line) -> problems.add(
                        new Problem(file, join(key), line, "the key is there twice", "Keep one of the two")));
    }

    /**
     * What a value must look like.
     *
     * @param meaning {@code a path on the host that starts with /}
     */
    public record Rule(Pattern pattern, String meaning) {
        public static Rule of(String regex, String meaning) {
            return new Rule(Pattern.compile(regex), meaning);
        }

        public boolean allows(String text) {
            return pattern.matcher(text).matches();
        }
    }

    /** The whole file; empty if it cannot be read, which is then among {@code problems}. */
    public static Section open(Path file, List<Problem> problems) {
        var empty = new Mapping(Map.of(), Map.of(), 0);
        if (!Files.isReadable(file)) {
            problems.add(new Problem(
                    file,
                    "",
                    0,
                    "the file does not exist or cannot be read",
                    "Copy the example beside it and edit it"));
            return new Section(file, "", empty, problems);
        }
        try {
            return switch (Yaml.read(file)) {
                case Mapping mapping -> new Section(file, "", mapping, problems);
                case Nothing nothing -> new Section(file, "", empty, problems);
                case Scalar scalar -> notKeys(file, scalar, problems);
                case Sequence sequence -> notKeys(file, sequence, problems);
            };
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(
                    new Problem(file, "", line, "not YAML: " + e.getOriginalMessage(), "Correct the spelling there"));
        } catch (IOException e) {
            problems.add(
                    new Problem(file, "", 0, "cannot be read: " + e.getMessage(), "Check the file and its rights"));
        }
        return new Section(file, "", empty, problems);
    }

    private static Section notKeys(Path file, Yaml node, List<Problem> problems) {
        problems.add(new Problem(file, "", node.line(), "the file holds no keys", "Start from the example beside it"));
        return new Section(file, "", new Mapping(Map.of(), Map.of(), node.line()), problems);
    }

    /** A value that must be there; empty text when it is not or breaks the rule. */
    public String text(String key, Rule rule) {
        var value = scalar(key, true);
        return value.isPresent() ? obeying(key, value.get(), rule) : "";
    }

    /** A value that may be left out. */
    public String text(String key, Rule rule, String usual) {
        var value = scalar(key, false);
        return value.isPresent() ? obeying(key, value.get(), rule) : usual;
    }

    private String obeying(String key, String value, Rule rule) {
        if (rule.allows(value)) {
            return value;
        }
        wrong(key, "\"" + value + "\" is not allowed", "Write " + rule.meaning());
        return "";
    }

    /** One of {@code choices}; empty when it is none of them, or missing. */
    public Optional<String> choice(String key, List<String> choices) {
        return scalar(key, true).filter(value -> isOneOf(key, value, choices));
    }

    public String choice(String key, List<String> choices, String usual) {
        return scalar(key, false).filter(value -> isOneOf(key, value, choices)).orElse(usual);
    }

    private boolean isOneOf(String key, String value, List<String> choices) {
        if (choices.contains(value)) {
            return true;
        }
        wrong(
                key,
                "\"" + value + "\" is not allowed",
                "Write one of " + String.join(", ", choices) + meant(value, choices));
        return false;
    }

    /** A file of this machine; relative to the folder of the configuration file. */
    public Path path(String key) {
        return file.toAbsolutePath()
                .resolveSibling(scalar(key, true).orElse(""))
                .normalize();
    }

    /** A list of values, or one value; empty when it is missing. */
    public List<String> list(String key, Rule rule) {
        var node = ask(key);
        var items = node instanceof Sequence(var some, var line)
                ? some
                : node instanceof Scalar ? List.of(node) : List.<Yaml>of();
        if (node instanceof Mapping) {
            wrong(key, "keys where a list is expected", "Write [one, two]");
        }
        return items.stream()
                .map(item -> obeying(key, item instanceof Scalar(var text, var line) ? text : "…", rule))
                .toList();
    }

    /** A mapping below this one; when it is missing, that is reported, and not each key in it. */
    public Section section(String key) {
        var node = ask(key);
        if (node instanceof Mapping found) {
            return new Section(file, join(key), found, problems);
        }
        wrong(
                key,
                node instanceof Nothing ? "missing" : "a value where keys are expected",
                "See the example beside it");
        return new Section(file, join(key), new Mapping(Map.of(), Map.of(), 0), new ArrayList<>());
    }

    /** Mappings below this one whose keys are names. */
    public Map<String, Section> sections() {
        var found = new LinkedHashMap<String, Section>();
        mapping.entries().keySet().forEach(key -> found.put(key, section(key)));
        return found;
    }

    /** The keys of this mapping, for when they are names. */
    public Set<String> keys() {
        return mapping.entries().keySet();
    }

    /** Reports {@code key} of this section; an empty key is the section itself. */
    public void wrong(String key, String what, String fix) {
        int line = mapping.entries().getOrDefault(key, mapping).line();
        problems.add(new Problem(file, join(key), line, what, fix));
    }

    /** Reports the keys that nobody asked for. */
    @Override
    public void close() {
        for (var key : mapping.entries().keySet()) {
            if (!asked.contains(key)) {
                wrong(
                        key,
                        "there is no such key",
                        "Remove it, or write one of " + String.join(", ", asked) + meant(key, asked));
            }
        }
    }

    private static String meant(String typed, Collection<String> words) {
        return Nearest.to(typed, words)
                .map(word -> "; probably \"" + word + "\"")
                .orElse("");
    }

    private Optional<String> scalar(String key, boolean required) {
        return switch (ask(key)) {
            case Scalar(var text, var line) -> Optional.of(text);
            case Nothing nothing -> {
                if (required) {
                    wrong(key, "missing", "Add it; the example beside the file says what it is for");
                }
                yield Optional.empty();
            }
            case Mapping keys -> notOneValue(key);
            case Sequence list -> notOneValue(key);
        };
    }

    private Optional<String> notOneValue(String key) {
        wrong(key, "several values where one is expected", "Write one value");
        return Optional.empty();
    }

    private Yaml ask(String key) {
        asked.add(key);
        return mapping.entries().getOrDefault(key, new Nothing(mapping.line()));
    }

    private String join(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }
}
