package io.twokeys;

import static io.twokeys.House.ROOT;
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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the code is written inside its rooms: where SQL is spoken, whose clock is read, sizes and names. */
class HouseHabitsTest {
    /** Package → the calls to the world's clock, dice and bed that it may make; everyone else is handed an InstantSource. */
    private static final Map<String, Set<String>> CLOCKS =
            Map.of(ROOT, Set.of("any"), "sandbox", Set.of("any"), "ssh", Set.of("nanoTime", "sleep"));

    private static final int TOP_LEVEL_TYPES = 14;
    private static final int LINES = 300;

    private static final Set<String> SQL_HOMES = Set.of("db", "sandbox");
    /** A core class may open a transaction and pass its handle on to stores. */
    private static final Set<String> TRANSACTION_HOMES = Set.of(
            "journal",
            "approval",
            "operation",
            "timer",
            "checkpoint",
            "chat",
            "incident",
            "maintenance",
            "waiver",
            "watch",
            "bot");

    private static final Pattern TRANSACTION =
            Pattern.compile("org\\.jdbi\\.v3\\.core\\.(Jdbi|Handle|HandleCallback|HandleConsumer)");
    private static final Pattern SQL = Pattern.compile("(java\\.sql|javax\\.sql|org\\.jdbi|org\\.postgresql)\\..*");

    private static final Pattern EMPTY_WORDS = Pattern.compile(
            ".*(Utils?|Helpers?|Manager|Impl|Service|DTO|Dto)|(?:.*\\.)?(util|common|service|model|dto|impl)");

    private static final House HOUSE = House.built();

    @Test
    void sql_is_spoken_by_stores() {
        assertThat(HOUSE.dependencies().filter(HouseHabitsTest::speaksSql).map(Dependency::getDescription))
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
                        .flatMap(HouseHabitsTest::readsTheWorldsClock)
                        .map(JavaAccess::getDescription))
                .as(
                        "take an InstantSource, a Supplier of ids or a pause from outside, or change HouseHabitsTest.CLOCKS")
                .isEmpty();
    }

    @Test
    void the_clock_rule_sees_calls_and_references() {
        var careless = House.of(Path.of("target/test-classes/io/twokeys")).classes().stream()
                .filter(c -> c.getSimpleName().equals("Careless"))
                .flatMap(c -> c.getAccessesFromSelf().stream())
                .filter(HouseHabitsTest::isOfTheWorld)
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
        assertThat(sources).hasSizeGreaterThan(20);
    }

    @Test
    void names_come_from_the_trade() {
        var names =
                Stream.concat(HOUSE.rooms().stream(), HOUSE.classes().stream().map(JavaClass::getSimpleName));
        assertThat(names.filter(name -> EMPTY_WORDS.matcher(name).matches()))
                .as("names that say nothing: use the word you would say aloud to an operator")
                .isEmpty();
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
}
