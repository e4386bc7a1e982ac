package io.twokeys.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.command.Command.*;
import io.twokeys.command.Noun.*;
import io.twokeys.command.Parsed.Understood;
import io.twokeys.fleet.TargetName;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
    private final CommandParser parser = new CommandParser(Grammar.whole());

    static Stream<Arguments> sentences() {
        return Stream.of(
                says("upgrade sale_custom", new Upgrade(modules("sale_custom"), nowhere(), none())),
                says(
                        "upgrade sale_custom,crm_custom on prod at v1.4.2",
                        new Upgrade(modules("sale_custom", "crm_custom"), on("prod"), at("v1.4.2"))),
                says(
                        "plan sale_custom crm_custom at feature/new-pricing on staging-2",
                        new MakePlan(modules("sale_custom", "crm_custom"), on("staging-2"), at("feature/new-pricing"))),
                says("dry-run sale_custom on prod at main", new DryRun(modules("sale_custom"), on("prod"), at("main"))),
                says("check", new Check(List.of(), nowhere())),
                says(
                        "check disk,modules on prod",
                        new Check(List.of(new CheckName("disk"), new CheckName("modules")), on("prod"))),
                says("rollback", new Rollback(none(), nowhere(), none())),
                says(
                        "rollback to CP-12 on prod because \"the pricing is wrong\"",
                        new Rollback(
                                Optional.of(new CheckpointId("CP-12")),
                                on("prod"),
                                Optional.of("the pricing is wrong"))),
                says("undo rollback RB-7", new UndoRollback(new OperationId("RB-7"))),
                says("backup on prod", new Backup(on("prod"))),
                says("checkpoints", new Checkpoints(nowhere())),
                says("drill on prod", new Drill(on("prod"))),
                says("diagnose UP-42", new Diagnose(Optional.of(new OperationId("UP-42")), nowhere())),
                says("diagnose on prod", new Diagnose(none(), on("prod"))),
                says(
                        "logs on prod grep \"out of memory\" since 30m follow",
                        new Logs(on("prod"), Optional.of("out of memory"), Optional.of(minutes(30)), true)),
                says("logs", new Logs(nowhere(), none(), none(), false)),
                says(
                        "maintenance schedule tomorrow 22:00 for 1h30m on prod because new pricing",
                        new Maintenance.Schedule(
                                new When(new When.Day.Tomorrow(), LocalTime.of(22, 0), none()),
                                minutes(90),
                                on("prod"),
                                Optional.of("new pricing"))),
                says(
                        "maintenance schedule 2026-11-21T22:00 Europe/Paris for 2h",
                        new Maintenance.Schedule(
                                new When(
                                        new When.Day.On(LocalDate.of(2026, 11, 21)),
                                        LocalTime.of(22, 0),
                                        Optional.of(ZoneId.of("Europe/Paris"))),
                                minutes(120),
                                nowhere(),
                                none())),
                says(
                        "maintenance start MW-3 for 45s",
                        new Maintenance.Start(window(), nowhere(), Optional.of(Duration.ofSeconds(45)), none())),
                says("maintenance extend by 15m", new Maintenance.Extend(none(), minutes(15), nowhere())),
                says("maintenance end MW-3", new Maintenance.End(window(), nowhere())),
                says("maintenance cancel MW-3", new Maintenance.Cancel(new WindowId("MW-3"), none())),
                says("maintenance list on prod", new Maintenance.Listing(on("prod"))),
                says("incident open because orders fail", new Incident.Open(nowhere(), "orders fail")),
                says("incident update IN-7 note vendor called", new Incident.Update(incident(), "vendor called")),
                says("incident assign to @manager-1", new Incident.Assign(none(), new Mention("@manager-1"))),
                says("incident assign IN-7 to <@U0123>", new Incident.Assign(incident(), new Mention("<@U0123>"))),
                says("incident resolve", new Incident.Resolve(none(), none())),
                says("incident report IN-7", new Incident.Report(incident())),
                says("status on prod", new Status(on("prod"))),
                says("history", new History(nowhere())),
                says("lock on prod because \"month-end\"", new Lock(on("prod"), "month-end")),
                says("unlock on prod", new Unlock(on("prod"))),
                says("cancel UP-42", new Cancel(new OperationId("UP-42"))),
                says("whoami", new Whoami()),
                says("audit verify", new Audit.Verify()),
                says("audit export UP-42", new Audit.Export(new OperationId("UP-42"))),
                says("help", new Help(none())),
                says("help maintenance", new Help(Optional.of("maintenance"))),
                says("", new Help(none())));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void a_sentence_is_its_command(String text, Command command) {
        assertThat(parser.parse(text)).isEqualTo(new Understood(command));
        assertThat(parser.parse(command.text())).isEqualTo(new Understood(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/odoo upgrade sale_custom,crm_custom on prod at v2",
                "odoo upgrade sale_custom,crm_custom on prod at v2",
                "/ODOO Upgrade sale_custom, crm_custom ON Prod AT v2",
                "<@U0123> upgrade sale_custom crm_custom at v2 on prod",
                "<@!99> /odoo upgrade sale_custom ,crm_custom on prod at v2",
                "@twokeys   upgrade\tsale_custom,,crm_custom\n on prod   at v2 ",
                "upgrade sale_custom,crm_custom --on prod --at v2",
                "upgrade “sale_custom,crm_custom” —on prod –at ‘v2’",
                "upgrade\u00a0sale_custom,crm_custom on \"prod\" at v2",
            })
    void people_and_phones_write_it_in_many_ways(String text) {
        assertThat(parser.parse(text))
                .isEqualTo(new Understood(new Upgrade(modules("sale_custom", "crm_custom"), on("prod"), at("v2"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback because \"the 5\\\" label isn't right\"",
                "rollback because the 5\" label isn't right",
                "rollback because   the 5\" label   isn't right  ",
                "rollback --because “the 5\" label isn't right”",
            })
    void a_reason_may_be_quoted_or_run_to_the_end(String text) {
        assertThat(parser.parse(text))
                .isEqualTo(new Understood(new Rollback(none(), nowhere(), Optional.of("the 5\" label isn't right"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback because \"orders fail\" on prod to cp-12",
                "rollback to cp-12 on prod because orders fail",
                "Rollback because 'orders fail' to CP-12 on prod"
            })
    void after_a_quoted_reason_more_may_follow(String text) {
        assertThat(parser.parse(text))
                .isEqualTo(new Understood(
                        new Rollback(Optional.of(new CheckpointId("CP-12")), on("prod"), Optional.of("orders fail"))));
    }

    @Test
    void without_quotes_a_reason_keeps_the_words_that_look_like_options() {
        assertThat(parser.parse("rollback because orders on prod fail"))
                .isEqualTo(new Understood(new Rollback(none(), nowhere(), Optional.of("orders on prod fail"))));
    }

    private static Arguments says(String text, Command command) {
        return Arguments.of(text, command);
    }

    private static List<ModuleName> modules(String... names) {
        return Stream.of(names).map(ModuleName::new).toList();
    }

    private static Optional<TargetName> on(String name) {
        return Optional.of(new TargetName(name));
    }

    private static Optional<Revision> at(String name) {
        return Optional.of(new Revision(name));
    }

    private static Optional<WindowId> window() {
        return Optional.of(new WindowId("MW-3"));
    }

    private static Optional<IncidentId> incident() {
        return Optional.of(new IncidentId("IN-7"));
    }

    private static Optional<TargetName> nowhere() {
        return Optional.empty();
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }
}
