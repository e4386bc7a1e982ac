package io.twokeys;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The built code as rooms (packages, named from {@code io.twokeys} down; the root is {@link #ROOT}) and doors (imports). */
record House(List<JavaClass> classes) {
    static final String ROOT = "(root)";
    private static final String BASE = "io.twokeys";

    static House built() {
        return of(Path.of("target/classes"));
    }

    static House of(Path compiled) {
        var classes = new ClassFileImporter()
                .withImportOption((Location at) -> !at.contains("package-info"))
                .importPath(compiled);
        return new House(classes.stream()
                .filter(c -> c.getPackageName().startsWith(BASE))
                .toList());
    }

    static String room(JavaClass type) {
        var name = type.getPackageName();
        return name.equals(BASE) ? ROOT : name.substring(BASE.length() + 1);
    }

    /** The room or one of the rooms above it is among {@code homes}. */
    static boolean lives(JavaClass type, Set<String> homes) {
        var room = room(type);
        return homes.stream().anyMatch(home -> room.equals(home) || room.startsWith(home + "."));
    }

    /** The class in whose file this one is written. */
    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(House::outermost).orElse(type);
    }

    Stream<Dependency> dependencies() {
        return classes.stream().flatMap(c -> c.getDirectDependenciesFromSelf().stream());
    }

    Set<String> rooms() {
        return classes.stream().map(House::room).collect(toCollection(TreeSet::new));
    }

    Map<String, Long> topLevelTypes() {
        return classes.stream().filter(JavaClass::isTopLevelClass).collect(groupingBy(House::room, counting()));
    }

    /** Room → the rooms it imports. */
    Map<String, Set<String>> doors() {
        var doors = new TreeMap<String, Set<String>>();
        rooms().forEach(room -> doors.put(room, new TreeSet<>()));
        inside().forEach(d -> doors.computeIfAbsent(room(d.getOriginClass()), room -> new TreeSet<>())
                .add(room(d.getTargetClass())));
        return doors;
    }

    /** One class that opens this door, for the failure's sentence. */
    String witness(String from, String to) {
        return inside().filter(d -> room(d.getOriginClass()).equals(from)
                        && room(d.getTargetClass()).equals(to))
                .map(d -> outermost(d.getOriginClass()).getSimpleName() + " uses "
                        + outermost(d.getTargetClass()).getSimpleName())
                .findFirst()
                .orElseThrow();
    }

    /** A way through the doors that comes back to where it began, if there is one. */
    static Optional<List<String>> circle(Map<String, Set<String>> doors) {
        var clear = new HashSet<String>();
        return doors.keySet().stream()
                .map(room -> circle(room, new ArrayList<>(), clear, doors))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<List<String>> circle(
            String room, List<String> way, Set<String> clear, Map<String, Set<String>> doors) {
        if (clear.contains(room)) return Optional.empty();
        var seen = way.indexOf(room);
        way.add(room);
        if (seen >= 0) return Optional.of(List.copyOf(way.subList(seen, way.size())));
        for (var next : doors.getOrDefault(room, Set.of())) {
            var found = circle(next, way, clear, doors);
            if (found.isPresent()) return found;
        }
        way.removeLast();
        clear.add(room);
        return Optional.empty();
    }

    /** The table's row as it would have to stand in {@code HouseTest}. */
    static String row(String room, Set<String> allowed) {
        return "row(\"%s\", \"%s\")"
                .formatted(room, String.join(" ", new TreeSet<>(allowed)))
                .replace('"' + ROOT + '"', "ROOT");
    }

    private Stream<Dependency> inside() {
        return dependencies()
                .filter(d -> d.getTargetClass().getPackageName().startsWith(BASE)
                        && !d.getTargetClass().isArray()
                        && !room(d.getOriginClass()).equals(room(d.getTargetClass())));
    }

    static Map<String, Set<Path>> sourcesByFolder(Path root) {
        return sources(root).stream()
                .collect(groupingBy(
                        file -> root.relativize(file.getParent()).toString(),
                        TreeMap::new,
                        mapping(file -> file, toCollection(TreeSet::new))));
    }

    static List<Path> sources(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new AssertionError("run the tests from the folder that holds pom.xml; cannot read " + root, e);
        }
    }
}
