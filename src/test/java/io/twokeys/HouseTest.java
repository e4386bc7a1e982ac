package io.twokeys;

import static io.twokeys.House.ROOT;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The house plan. A stage may import the stage that hands it work, never the one that takes its work. Change a row of a
 * table and the code in one commit. (Inlined {@code static final} constants leave no trace in a class file: use enums or
 * record values, or their imports stay unseen.)
 */
class HouseTest {
    /** Package → the packages it imports; every package has its row, also one below another ("chat.slack"). */
    private static final Map<String, Set<String>> TABLE = table(
            row(ROOT),
            // the spine
            row("plan", "fleet"),
            // the far end
            row("shell"),
            // the near end
            row("chat"),
            // the ground
            row("fleet"));

    /** Vendor → the only packages, with those below them, that may know it. */
    private static final List<Fence> FENCES = List.of(
            fence("com.slack", "chat.slack"),
            fence("net.dv8tion", "chat.discord"),
            fence("net.schmizz", "ssh"),
            fence("com.hierynomus", "ssh"),
            fence("org.apache.sshd", "sandbox"),
            fence("io.quarkus", ROOT, "bot", "web", "db", "chat.slack", "chat.discord", "chat.console"),
            fence("jakarta.ws.rs", "web", "chat.slack", "chat.discord", "chat.console"));

    /** Package → the calls to the world's clock, dice and bed that it may make; everyone else is handed an InstantSource. */
    private static final Map<String, Set<String>> CLOCKS =
            table(row(ROOT, "any"), row("sandbox", "any"), row("ssh", "nanoTime", "sleep"));

    private static final int PACKAGES = 5;
    private static final int CLASSES = 20;
    private static final int TOP_LEVEL_TYPES = 14;
    private static final int LINES = 300;

    private static final Set<String> SQL_HOMES = Set.of("db", "sandbox");
    /** A core class may open a transaction and pass its handle on to stores. */
    private static final Set<String> TRANSACTION_HOMES = Set.of("journal", "approval", "operation", "chat", "incident");

    private static final Pattern TRANSACTION =
            Pattern.compile("org\\.jdbi\\.v3\\.core\\.(Jdbi|Handle|HandleCallback|HandleConsumer)");
    private static final Pattern SQL = Pattern.compile("(java\\.sql|javax\\.sql|org\\.jdbi|org\\.postgresql)\\..*");

    private static final Pattern EMPTY_WORDS = Pattern.compile(
            ".*(Utils?|Helpers?|Manager|Impl|Service|DTO|Dto)|(?:.*\\.)?(util|common|service|model|dto|impl)");

    private static final House HOUSE = House.built();

    @Test
    void every_import_stands_in_the_table() {
        var strangers = new ArrayList<String>();
        HOUSE.doors()
                .forEach((room, actual) -> actual.stream()
                        .filter(to -> !TABLE.getOrDefault(room, Set.of()).contains(to))
                        .forEach(to -> strangers.add("%s imports %s (%s). Move that code, or make the row %s"
                                .formatted(room, to, HOUSE.witness(room, to), House.row(room, actual)))));
        assertThat(strangers)
                .as("imports that no row of HouseTest.TABLE allows")
                .isEmpty();
    }

    @Test
    void every_row_of_the_table_is_used() {
        var idle = new ArrayList<String>();
        var doors = HOUSE.doors();
        doors.forEach((room, actual) -> {
            if (!TABLE.containsKey(room)) idle.add(room + " has no row: add " + House.row(room, actual));
        });
        TABLE.forEach((room, allowed) -> allowed.stream()
                .filter(to -> !doors.getOrDefault(room, Set.of()).contains(to))
                .forEach(to ->
                        idle.add(room + " may import " + to + " and does not: take \"" + to + "\" out of its row")));
        TABLE.keySet().stream()
                .filter(room -> !doors.containsKey(room))
                .forEach(room -> idle.add("the package " + room + " is gone: take its row out"));
        assertThat(idle).as("HouseTest.TABLE says more or less than the code").isEmpty();
    }

    @Test
    void imports_do_not_go_round() {
        assertThat(House.circle(HOUSE.doors()))
                .as("packages that import each other: let the later stage read what the earlier one wrote")
                .isEmpty();
    }

    @Test
    void vendors_stop_at_their_package() {
        assertThat(HOUSE.dependencies()
                        .flatMap(d -> FENCES.stream().filter(f -> f.breaks(d)).map(f -> f.sentence(d)))
                        .distinct())
                .isEmpty();
    }

    @Test
    void sql_is_spoken_by_stores() {
        assertThat(HOUSE.dependencies().filter(HouseTest::speaksSql).map(Dependency::getDescription))
                .as(
                        "java.sql, Jdbi and the driver belong to a class named *Store (or package db, sandbox);"
                                + " a core class in %s may hold a Jdbi and hand its Handle to stores",
                        TRANSACTION_HOMES)
                .isEmpty();
        assertThat(HOUSE.classes().stream()
                        .filter(c -> !isStore(c))
                        .flatMap(c -> c.getMethodCallsFromSelf().stream())
                        .filter(call -> call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle"))
                        .filter(call -> !call.getName().startsWith("after"))
                        .map(JavaAccess::getDescription))
                .as("a Handle outside a store is passed on, never asked: move the statement into the store")
                .isEmpty();
    }

    @Test
    void time_ids_and_chance_are_handed_in() {
        assertThat(HOUSE.classes().stream()
                        .flatMap(HouseTest::readsTheWorldsClock)
                        .map(JavaAccess::getDescription))
                .as("take an InstantSource, a Supplier of ids or a pause from outside, or change HouseTest.CLOCKS")
                .isEmpty();
    }

    @Test
    void the_clock_rule_sees_calls_and_references() {
        var careless = House.of(Path.of("target/test-classes/io/twokeys")).classes().stream()
                .filter(c -> c.getSimpleName().equals("Careless"))
                .flatMap(c -> c.getAccessesFromSelf().stream())
                .filter(HouseTest::isOfTheWorld)
                .map(JavaAccess::getName);
        assertThat(careless).contains("now", "randomUUID", "sleep", "nanoTime", "<init>");
    }

    @Test
    void every_package_says_what_it_is_for_and_is_null_marked() throws IOException {
        var silent = new ArrayList<String>();
        for (var folder : House.sourcesByFolder(Path.of("src/main/java")).entrySet()) {
            var info = Path.of("src/main/java", folder.getKey(), "package-info.java");
            var text = Files.exists(info) ? Files.readString(info) : "";
            if (!text.contains("@NullMarked") || !text.contains("/**"))
                silent.add("write %s: its purpose in Javadoc, and @NullMarked".formatted(info));
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void packages_stay_small() {
        var crowded = new TreeMap<>(HOUSE.topLevelTypes());
        crowded.values().removeIf(count -> count <= TOP_LEVEL_TYPES);
        assertThat(crowded)
                .as("more than %d top-level types: nest the small ones or split the package", TOP_LEVEL_TYPES)
                .isEmpty();
    }

    @Test
    void files_stay_short() throws IOException {
        var sources = Stream.of("src/main/java", "src/test/java")
                .flatMap(root -> House.sources(Path.of(root)).stream())
                .toList();
        var tooLong = new ArrayList<String>();
        for (var file : sources) {
            var lines = Files.readAllLines(file).size();
            if (lines > LINES) tooLong.add("%s has %d lines: take one noun out of it".formatted(file, lines));
        }
        assertThat(tooLong).isEmpty();
        assertThat(sources).hasSizeGreaterThan(CLASSES);
    }

    @Test
    void names_come_from_the_trade() {
        var names =
                Stream.concat(HOUSE.rooms().stream(), HOUSE.classes().stream().map(JavaClass::getSimpleName));
        assertThat(names.filter(name -> EMPTY_WORDS.matcher(name).matches()))
                .as("names that say nothing: use the word you would say aloud to an operator")
                .isEmpty();
    }

    @Test
    void the_house_was_really_visited() {
        assertThat(HOUSE.rooms()).hasSizeGreaterThanOrEqualTo(PACKAGES);
        assertThat(HOUSE.classes()).hasSizeGreaterThanOrEqualTo(CLASSES);
        assertThat(House.circle(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b")))
                        .orElseThrow())
                .containsOnly("b", "c");
        assertThat(House.circle(Map.of("a", Set.of("b", "c"), "b", Set.of("c"))))
                .isEmpty();
    }

    private record Fence(String vendor, Set<String> homes) {
        boolean breaks(Dependency d) {
            return d.getTargetClass().getPackageName().startsWith(vendor) && !House.lives(d.getOriginClass(), homes);
        }

        String sentence(Dependency d) {
            return "%s stays in %s, and %s knows it: let it speak to a type of ours"
                    .formatted(vendor, new TreeSet<>(homes), d.getOriginClass().getName());
        }
    }

    private static boolean isStore(JavaClass type) {
        return House.lives(type, SQL_HOMES)
                || House.outermost(type).getSimpleName().endsWith("Store");
    }

    private static boolean speaksSql(Dependency d) {
        var target = d.getTargetClass().getBaseComponentType().getName();
        if (!SQL.matcher(target).matches() || isStore(d.getOriginClass())) return false;
        return !(TRANSACTION.matcher(target).matches() && House.lives(d.getOriginClass(), TRANSACTION_HOMES));
    }

    private static Stream<JavaAccess<?>> readsTheWorldsClock(JavaClass type) {
        var mayCall = CLOCKS.entrySet().stream()
                .filter(row -> House.lives(type, Set.of(row.getKey())))
                .flatMap(row -> row.getValue().stream())
                .toList();
        if (mayCall.contains("any")) return Stream.of();
        return type.getAccessesFromSelf().stream()
                .filter(access -> isOfTheWorld(access) && !mayCall.contains(access.getName()));
    }

    private static boolean isOfTheWorld(JavaAccess<?> access) {
        var name = access.getName();
        var plain = access.getTarget() instanceof CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().isEmpty();
        return switch (access.getTargetOwner().getName()) {
            case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(name);
            case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
            case "java.lang.Math" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Random" -> name.equals("<init>") && plain;
            case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system");
            default -> access.getTargetOwner().getPackageName().equals("java.time") && name.equals("now") && plain;
        };
    }

    /** What no domain class may do; never run. */
    @SuppressWarnings("unused")
    private static final class Careless {
        Stream<Object> everything() throws InterruptedException {
            Thread.sleep(0, 1);
            Supplier<UUID> ids = UUID::randomUUID;
            return Stream.of(Instant.now(), System.nanoTime(), new Random(), ids);
        }
    }

    private record Row(String of, Set<String> names) {}

    private static Row row(String of, String... names) {
        return new Row(of, Set.of(names));
    }

    private static Fence fence(String vendor, String... homes) {
        return new Fence(vendor, Set.of(homes));
    }

    private static Map<String, Set<String>> table(Row... rows) {
        return Stream.of(rows).collect(toMap(Row::of, Row::names, (a, b) -> a, TreeMap::new));
    }
}
