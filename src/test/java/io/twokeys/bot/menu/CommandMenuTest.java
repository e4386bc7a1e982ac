package io.twokeys.bot.menu;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Form;
import io.twokeys.chat.Menu;
import io.twokeys.chat.Menu.Typing;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.command.Grammar;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Targets;
import io.twokeys.journal.Journal;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operations;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import io.twokeys.ssh.Hosts;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandMenuTest {
    private static final ChatUser SAM = new ChatUser(Platform.DISCORD, "1");
    private static final ChatUser STRANGER = new ChatUser(Platform.DISCORD, "666");

    private final DataSource database = TestPostgres.freshDataSource();
    private final Jdbi jdbi = Database.over(database);
    private final InstantSource clock = InstantSource.system();
    private final Fleet fleet = new Fleet(List.of(Targets.named("prod"), Targets.named("secret")));
    private final Operations operations =
            new Operations(jdbi, new Journal(jdbi, clock), new Timers(new TimerStore(database), clock), clock);
    private final Modules modules = new Modules();
    private final People people = new People(List.of(new Person(
            new PersonId("sam"), "Sam", Map.of("discord", SAM.id()), Map.of("prod", Set.of(Role.OPERATOR)))));
    private final Menu menu = new CommandMenu(
            Grammar.whole(), new Names(fleet, people, modules, new Checkpoints(jdbi), operations, clock));

    /** Knows two modules of {@code prod} and one of {@code secret}, and never goes anywhere. */
    private final class Modules extends ModuleIndex {
        Modules() {
            super(fleet, new Reach(fleet, new Hosts()), operations, clock);
        }

        @Override
        public List<String> of(io.twokeys.fleet.TargetName target) {
            return target.value().equals("prod") ? List.of("sale_custom", "crm_custom") : List.of("secret_module");
        }
    }

    @AfterEach
    void close() {
        modules.stop();
    }

    private List<String> suggest(ChatUser by, String phrase, String option, String typed) {
        var place = Place.channel(Platform.DISCORD, "elsewhere");
        return menu.suggest(new Typing(by, place, phrase, option, typed, Map.of()));
    }

    @Test
    void every_verb_fits_what_a_platform_can_draw() {
        assertThat(menu.verbs()).isNotEmpty().allSatisfy(verb -> {
            var names = new HashSet<String>();
            assertThat(verb.summary()).hasSizeLessThanOrEqualTo(100);
            assertThat(verb.options()).hasSizeLessThanOrEqualTo(25).allSatisfy(option -> {
                assertThat(option.name()).matches("[a-z-]{1,32}");
                assertThat(option.summary()).hasSizeBetween(1, 100);
                assertThat(names.add(option.name())).isTrue();
            });
            assertThat(verb.options().stream().map(Menu.Option::required).toList())
                    .as("what is required comes first in %s", verb.phrase())
                    .isSortedAccordingTo((one, other) -> Boolean.compare(other, one));
        });
    }

    @Test
    void only_what_is_enabled_is_on_the_menu() {
        var small = new CommandMenu(
                new Grammar(Set.of(io.twokeys.command.Verb.STATUS)),
                new Names(fleet, people, modules, new Checkpoints(jdbi), operations, clock));

        assertThat(small.verbs().stream().map(Menu.Verb::phrase)).containsExactly("status", "help");
        assertThat(small.behindCommand("upgrade")).isEmpty();
        assertThat(small.suggest(
                        new Typing(SAM, Place.channel(Platform.DISCORD, "c"), "upgrade", "modules", "", Map.of())))
                .isEmpty();
    }

    @Test
    void a_bare_upgrade_opens_a_form() {
        var behind = menu.behindCommand("upgrade").orElseThrow();

        assertThat(behind.phrase()).isEqualTo("upgrade");
        assertThat(behind.form().fields().stream().map(Form.Field::name)).containsExactly("modules", "on", "at");
        assertThat(behind.form().fields().stream().map(Form.Field::kind))
                .containsExactly(Form.Kind.PICK, Form.Kind.PICK, Form.Kind.LINE);
        assertThat(behind.form().fields().stream().map(Form.Field::required)).containsExactly(true, false, false);
        assertThat(menu.behindCommand("upgrade sale_custom")).isEmpty();
        assertThat(menu.behindCommand("status")).isEmpty();
    }

    @Test
    void a_bare_maintenance_schedule_asks_when_and_for_how_long() {
        var form = menu.behindCommand("maintenance schedule").orElseThrow().form();

        assertThat(form.fields().stream().map(Form.Field::name)).containsExactly("when", "for", "on", "because");
        assertThat(menu.text(
                        "maintenance schedule",
                        Map.of("when", "tomorrow 22:00", "for", "1h", "on", "", "because", "new pricing")))
                .isEqualTo("maintenance schedule tomorrow 22:00 for 1h because \"new pricing\"");
    }

    @Test
    void every_form_fits_a_modal() {
        for (var verb : io.twokeys.command.Verb.values()) {
            menu.behindCommand(verb.phrase())
                    .ifPresent(behind -> assertThat(behind.form().fields())
                            .allSatisfy(field -> assertThat(field.label()).hasSizeLessThanOrEqualTo(45)));
        }
    }

    @Test
    void only_a_denial_asks_for_more() {
        Form form = menu.behind("deny:AR-7").orElseThrow();

        assertThat(form.title()).isEqualTo("Deny AR-7");
        assertThat(form.fields()).singleElement().satisfies(field -> {
            assertThat(field.name()).isEqualTo("reason");
            assertThat(field.required()).isFalse();
        });
        assertThat(menu.behind("approve:AR-7")).isEmpty();
        assertThat(menu.behind("deny:AR-7 and more")).isEmpty();
    }

    @Test
    void names_are_those_of_targets_that_the_person_may_see() {
        assertThat(suggest(SAM, "upgrade", "on", "")).containsExactly("prod");
        assertThat(suggest(SAM, "upgrade", "modules", "")).containsExactly("sale_custom", "crm_custom");
        assertThat(suggest(STRANGER, "upgrade", "on", "")).isEmpty();
        assertThat(suggest(STRANGER, "upgrade", "modules", "")).isEmpty();
        assertThat(menu.suggest(new Typing(
                        SAM, Place.channel(Platform.DISCORD, "c"), "upgrade", "modules", "", Map.of("on", "secret"))))
                .isEmpty();
    }

    @Test
    void the_last_name_of_a_list_is_completed() {
        assertThat(suggest(SAM, "upgrade", "modules", "sale_custom,c")).containsExactly("sale_custom,crm_custom");
        assertThat(suggest(SAM, "upgrade", "on", "prod,")).isEmpty();
    }

    @Test
    void checkpoints_come_from_the_table_and_at_most_25_are_shown() {
        IntStream.range(0, 30)
                .forEach(n -> jdbi.useHandle(
                        handle -> handle.execute("""
                insert into checkpoint (target, operation, state, strategy, database, copy, revision, fingerprint, bytes,
                                        sha256, taken_at)
                values ('prod', ?, 'VERIFIED', 'CLONE', 'prod', 'copy', ?, ?, 1, ?, now())""", "UP-" + n, "a".repeat(40), "b".repeat(64), "c".repeat(64))));

        assertThat(suggest(SAM, "rollback", "to", "cp-")).hasSize(25).allMatch(name -> name.startsWith("CP-"));
        assertThat(suggest(SAM, "cancel", "operation", "")).isEmpty();
        assertThat(suggest(STRANGER, "rollback", "to", "")).isEmpty();
    }
}
