package io.twokeys;

import static io.twokeys.House.ROOT;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
            row(
                    ROOT,
                    "bot bot.drill bot.menu bot.report bot.vote bot.window chat chat.console chat.discord chat.discord.calendar chat.discord.gateway chat.inbox chat.outbox chat.slack fleet incident maintenance odoo.diagnosis odoo.trace operation people sandbox ssh watch watch.soak web"),
            // the spine
            row("command", "fleet"),
            row("plan", "checkpoint checkpoint.written fleet odoo.host odoo.module plan.gate shell ssh"),
            row("plan.gate", "fleet odoo.host ssh"),
            row("plan.dryrun", "checkpoint fleet odoo.host plan plan.gate shell ssh"),
            row("approval", "fleet journal people plan"),
            row("operation", "approval fleet journal people plan timer"),
            row(
                    "runbook",
                    "checkpoint fleet incident odoo.host operation plan runbook.smoke runbook.step runbook.traffic tail watch.soak"),
            row("runbook.traffic", "fleet odoo.host operation plan runbook.step"),
            row("runbook.smoke", "fleet odoo.host odoo.smoke operation plan runbook.step tail watch.soak"),
            row("runbook.drill", "checkpoint fleet odoo odoo.host operation plan runbook.step"),
            row("runbook.dryrun", "checkpoint fleet odoo.host operation plan runbook.step ssh tail"),
            row(
                    "runbook.step",
                    "checkpoint fleet incident odoo odoo.diagnosis odoo.host odoo.module odoo.trace operation plan shell ssh tail"),
            // the far end
            row("odoo", "fleet odoo.module shell"),
            row("odoo.diagnosis", "odoo.log odoo.trace"),
            row("odoo.host", "fleet shell ssh"),
            row("odoo.log", ""),
            row("odoo.module", ""),
            row("odoo.smoke", "fleet odoo.host ssh"),
            row("odoo.trace", "odoo.log odoo.module"),
            row("checkpoint", "checkpoint.written fleet odoo.host shell ssh"),
            row("checkpoint.written", "odoo.host ssh"),
            row("shell", ""),
            row("ssh", "fleet shell"),
            row("tail", ""),
            // the near end
            row("chat", ""),
            row("chat.console", "chat chat.inbox chat.outbox"),
            row("chat.discord", "chat chat.discord.gateway chat.inbox chat.outbox"),
            row("chat.discord.calendar", "chat chat.discord"),
            row("chat.discord.gateway", ""),
            row("chat.inbox", "chat"),
            row("chat.outbox", "chat"),
            row("chat.slack", "chat chat.inbox chat.outbox chat.slack.view"),
            row("chat.slack.view", "chat"),
            row(
                    "bot",
                    "approval bot.card bot.dryrun bot.report bot.vote bot.window chat chat.outbox checkpoint command fleet incident journal maintenance odoo.host operation people plan plan.dryrun plan.gate runbook runbook.drill runbook.dryrun ssh waiver"),
            row(
                    "bot.card",
                    "approval chat checkpoint checkpoint.written command fleet incident journal odoo.log operation people plan plan.gate tail"),
            row(
                    "bot.vote",
                    "approval bot.card bot.report chat chat.outbox checkpoint odoo.host operation people plan plan.dryrun plan.gate ssh"),
            row(
                    "bot.drill",
                    "approval bot.card bot.report chat chat.outbox fleet odoo.host operation plan plan.gate ssh timer"),
            row("bot.dryrun", "fleet operation plan plan.gate"),
            row("bot.menu", "chat checkpoint command fleet odoo.host operation people ssh"),
            row(
                    "bot.report",
                    "approval bot.card chat chat.outbox fleet incident journal odoo.log operation people plan tail"),
            row("bot.window", "bot.card bot.report chat chat.outbox command fleet journal maintenance people"),
            row("bot.watch", "approval bot.report chat chat.outbox fleet journal operation watch"),
            row("incident", "fleet journal"),
            row("maintenance", "fleet journal operation people timer"),
            row("watch", "fleet journal odoo.host operation plan plan.gate ssh timer"),
            row("watch.soak", "fleet incident journal odoo.host odoo.log operation plan ssh tail timer"),
            row("waiver", "fleet journal people"),
            row("web", ""),
            // the ground
            row("fleet", ""),
            row("people", "fleet"),
            row("journal", ""),
            row("db", ""),
            row("timer", ""),
            row("sandbox", "fleet"),
            row("sandbox.odoo", ""),
            row("sandbox.tool", ""));

    /** Vendor → the only packages, with those below them, that may know it. */
    private static final List<Fence> FENCES = List.of(
            fence("com.slack", "chat.slack"),
            fence("net.dv8tion", "chat.discord"),
            fence("okhttp3", "chat.slack", "chat.discord"),
            fence("com.github.kagkarlsson", "timer"),
            fence("net.schmizz", "ssh"),
            fence("com.hierynomus", "ssh"),
            fence("org.apache.sshd", "sandbox"),
            fence("org.eclipse.jgit", "sandbox"),
            fence("io.quarkus", ROOT, "bot", "web", "db", "chat.slack", "chat.discord", "chat.console"),
            fence("jakarta.ws.rs", "web", "chat.slack", "chat.discord", "chat.console"));

    private static final int PACKAGES = 15;
    private static final int CLASSES = 100;
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

    private record Row(String of, Set<String> names) {}

    private static Row row(String of, String imports) {
        return new Row(of, imports.isEmpty() ? Set.of() : Set.of(imports.split(" ")));
    }

    private static Fence fence(String vendor, String... homes) {
        return new Fence(vendor, Set.of(homes));
    }

    private static Map<String, Set<String>> table(Row... rows) {
        return Stream.of(rows).collect(toMap(Row::of, Row::names, (a, b) -> a, TreeMap::new));
    }
}
