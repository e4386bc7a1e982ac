package io.twokeys.plan.gate;

import io.twokeys.plan.gate.Gate.Result;
import io.twokeys.plan.gate.History.Proof;
import io.twokeys.plan.gate.History.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The rules about the change and its time, one a test; the target itself is well. */
class ChangeGatesTest {
    private final Preflight preflight = new Preflight();

    @Test
    void nothing_is_changed_that_too_few_could_take_back() {
        preflight.says("keys-there", Result.PASS, "takes 2 keys, of Ann, Bob, Cleo");
        preflight.holders = List.of("Ann");
        preflight.says("keys-there", Result.FAIL, "takes 2 keys: Ann", "to 1 more in config/people.yaml");
        preflight.holders = List.of();
        preflight.says("keys-there", Result.FAIL, "nobody has one", "role approver on prod to 2 more");
    }

    @Test
    void the_busiest_hour_is_told_by_what_is_written_in_it() {
        preflight.says("hour-quiet", Result.PASS, "too little was written");
        preflight.fact("now", "1795597200");
        preflight.hours = Map.of(3, 1L, 9, 700L, 10, 299L);
        preflight.says(
                "hour-quiet", Result.WARN, "09 to 10 h UTC has 70 %", "busiest hour", "quietest begins at 00 h UTC");
        preflight.hours = Map.of(3, 1L, 9, 299L, 10, 700L);
        preflight.says("hour-quiet", Result.PASS, "09 to 10 h UTC has 29 %");
    }

    @Test
    void proofs_grow_old() {
        Instant now = preflight.clock.instant();
        preflight.checkpoint = Optional.of(new Proof("CP-3", now.minus(Duration.ofHours(30))));
        preflight.says(
                "checkpoint-verified", Result.WARN, "CP-3 is the newest verified one, 30 h ago, older than 24 h");
        preflight.drill = Optional.of(new Proof("DR-1", now.minus(Duration.ofDays(8))));
        preflight.says("drill-fresh", Result.WARN, "DR-1, passed 8 days ago, 7 days are the limit");
        preflight.drill = Optional.empty();
        preflight.says("drill-fresh", Result.WARN, "no restore drill on prod yet");
        preflight.rehearsal = Optional.empty();
        preflight.says("staging-passed", Result.WARN, "sale at bbbbbbbbbb did not pass on staging yet");
    }

    @Test
    void what_a_target_requires_fails_where_it_would_warn_and_can_be_waived() {
        preflight.require("drill-fresh", "staging-passed");
        preflight.says("drill-fresh", Result.PASS, "DR-1");
        preflight.drill = Optional.empty();
        preflight.says(
                "drill-fresh",
                Result.FAIL,
                "no restore drill on prod yet",
                "`/odoo drill`",
                "`/odoo waive drill-fresh because …`");
        preflight.rehearsal = Optional.empty();
        preflight.says("staging-passed", Result.FAIL, "did not pass on staging yet");
        preflight.at("2026-11-20T15:00:00Z");
        preflight.says("hour-sensible", Result.WARN, "is before a weekend");
        preflight.waivers.put(
                "drill-fresh", new Waiver("Ann", preflight.clock.instant().plusSeconds(60), "the fix is urgent"));
        preflight.says(
                "drill-fresh", Result.WARN, "no restore drill on prod yet", "Waived by Ann", "the fix is urgent");
    }

    @Test
    void what_failed_on_staging_does_not_start_unless_somebody_waives_it() {
        preflight.says("staging-passed", Result.PASS, "sale at bbbbbbbbbb passed on staging as DR-9, 1 min ago");
        preflight.rehearsal = preflight.tried("DR-10", false);
        preflight.says(
                "staging-passed",
                Result.FAIL,
                "sale at bbbbbbbbbb failed on staging as DR-10, 1 min ago",
                "Mend it, then `/odoo dry-run sale on prod at bbbbbbbbbb`.",
                "/odoo waive staging-passed because");
    }

    @Test
    void the_end_of_a_day_and_of_a_week_are_told_unless_a_window_is_open() {
        preflight.at("2026-11-19T16:30:00Z");
        preflight.says("hour-sensible", Result.WARN, "Thursday 17:30 CET is the end of the working day");
        preflight.at("2026-11-20T11:30:00Z");
        preflight.says("hour-sensible", Result.WARN, "Friday 12:30 CET is before a weekend");
        preflight.open = Optional.of("MW-3");
        preflight.says("hour-sensible", Result.PASS, "announced");
        preflight.says("window-open", Result.PASS, "MW-3 is open");
        preflight.open = Optional.empty();
        preflight.next = Optional.of(Instant.parse("2026-11-21T21:00:00Z"));
        preflight.says("window-open", Result.WARN, "the next begins Saturday 22:00 CET");
    }

    @Test
    void a_waived_failure_counts_as_a_warning_and_says_who_waived_it_until_when_and_why() {
        preflight.memory = OptionalLong.of(900_000_000);
        preflight.says("memory-free", Result.FAIL, "Or an approver says `/odoo waive memory-free because …`.");
        preflight.waivers.put(
                "memory-free",
                new Waiver("maria", Instant.parse("2026-11-20T09:00:00Z"), "the other service is stopped"));
        preflight.says(
                "memory-free",
                Result.WARN,
                "900.0 MB of memory free",
                "Waived by maria until 20 Nov 09:00 UTC: the other service is stopped");
    }

    @Test
    void what_cannot_be_undone_is_not_waived() {
        preflight.data(1000 * Preflight.GB, 15 * Preflight.GB);
        preflight.waivers.put("disk-space", new Waiver("maria", Instant.parse("2026-11-20T09:00:00Z"), "hurry"));
        preflight.says("disk-space", Result.FAIL, "95 % are the limit");
    }
}
