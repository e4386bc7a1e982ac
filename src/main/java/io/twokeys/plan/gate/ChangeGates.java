package io.twokeys.plan.gate;

import static io.twokeys.plan.gate.Gate.fail;
import static io.twokeys.plan.gate.Gate.pass;
import static io.twokeys.plan.gate.Gate.warn;

import io.twokeys.fleet.Target;
import io.twokeys.plan.gate.History.Change;
import io.twokeys.plan.gate.History.Proof;
import io.twokeys.plan.gate.History.Rehearsal;
import io.twokeys.plan.gate.History.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules about the change and its time: who has the target, what was proven, when it is. PF03, PF07, PF09, PF10, PF51, PF52. */
final class ChangeGates {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int DAY_ENDS = 16;
    private static final int NIGHT_BEGINS = 20;
    private static final int WEEK_ENDS = 12;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEEE HH:mm z", Locale.ENGLISH);

    private final Target target;
    private final History history;
    private final Instant now;

    ChangeGates(Target target, History history, InstantSource clock) {
        this.target = target;
        this.history = history;
        this.now = clock.instant();
    }

    List<Gate> beforeEveryUpgrade() {
        Windows windows = history.windows(target.name());
        return List.of(
                targetFree(),
                notHalfUpgraded(),
                keysThere(),
                checkpointVerified(),
                drillFresh(),
                windowOpen(windows),
                hourSensible(windows));
    }

    Gate targetFree() {
        return Gates.targetFree(history, target.name());
    }

    Gate notHalfUpgraded() {
        return history.halfUpgradedBy(target.name())
                .map(operation -> fail(
                        "not-half-upgraded",
                        operation + " left the database half-upgraded",
                        "Never rerun on it: `/odoo rollback` first, then fix and upgrade again."))
                .orElseGet(() -> pass("not-half-upgraded", "no failed upgrade is waiting for a rollback"));
    }

    /** Before anything is changed: a way back that nobody can open is none (PF10, N11). */
    private Gate keysThere() {
        History.Keys keys = history.keys(target.name());
        int missing = keys.needed() - keys.holders().size();
        String holders = keys.holders().isEmpty() ? "nobody has one" : String.join(", ", keys.holders());
        return missing > 0
                ? fail(
                        "keys-there",
                        "a rollback takes " + keys.needed() + " keys: " + holders,
                        "Give the role approver on " + target.name() + " to " + missing
                                + " more in config/people.yaml.")
                : pass("keys-there", "a rollback takes " + keys.needed() + " keys, of " + holders);
    }

    /** None is no stop as a rule: an upgrade takes one and verifies it before it changes anything. */
    private Gate checkpointVerified() {
        String fix = "The upgrade takes and verifies one first; without it nothing is changed.";
        Optional<Proof> newest = history.proofs(target.name()).checkpoint();
        if (newest.isEmpty())
            return warn("checkpoint-verified", "no verified checkpoint of " + target.name() + " yet", fix);
        String seen = newest.get().what() + " is the newest verified one, " + age(newest.get());
        return younger(newest.get(), DAY)
                ? pass("checkpoint-verified", seen)
                : warn("checkpoint-verified", seen + ", older than 24 h", fix);
    }

    private Gate drillFresh() {
        String fix =
                "`/odoo drill` restores the newest checkpoint beside everything else and proves that it loads; once a week.";
        Optional<Proof> last = history.proofs(target.name()).drill();
        if (last.isEmpty()) return warn("drill-fresh", "no restore drill on " + target.name() + " yet", fix);
        String seen = "the last restore drill, " + last.get().what() + ", passed " + age(last.get());
        return younger(last.get(), WEEK)
                ? pass("drill-fresh", seen)
                : warn("drill-fresh", seen + ", 7 days are the limit", fix);
    }

    Gate stagingPassed(Change change) {
        String what = String.join(", ", change.modules()) + " at " + Gates.shortly(change.commit());
        Optional<Rehearsal> run = history.rehearsal(target.name(), change);
        if (run.isEmpty()) {
            return warn(
                    "staging-passed",
                    what + " did not pass on staging yet",
                    target.settings().stagingTwin() == null
                            ? "Name the staging twin in config/fleet.yaml, and try it there first."
                            : "Try it first: `" + dryRun(change) + "`.");
        }
        var tried = new Proof(run.get().what(), run.get().at());
        if (!run.get().passed()) {
            return fail(
                    "staging-passed",
                    what + " failed on staging as " + tried.what() + ", " + age(tried),
                    "Mend it, then `" + dryRun(change) + "`.");
        }
        String seen = what + " passed on staging as " + tried.what() + ", " + age(tried);
        return younger(tried, WEEK)
                ? pass("staging-passed", seen)
                : warn("staging-passed", seen + ", 7 days are the limit", "Again: `" + dryRun(change) + "`.");
    }

    private String dryRun(Change change) {
        return "/odoo dry-run " + String.join(",", change.modules()) + " on " + target.name() + " at "
                + Gates.shortly(change.commit());
    }

    private Gate windowOpen(Windows windows) {
        if (windows.open().isPresent())
            return pass("window-open", windows.open().get() + " is open");
        return windows.next()
                .map(start -> warn(
                        "window-open",
                        "no maintenance window is open; the next begins " + clock(windows, start),
                        "Wait for it, or `/odoo maintenance start`."))
                .orElseGet(() -> pass("window-open", "no maintenance window is planned on " + target.name()));
    }

    /** Not at the end of a working day and not before a weekend: who could help has gone home. */
    private Gate hourSensible(Windows windows) {
        ZonedDateTime here = now.atZone(windows.zone());
        String time = clock(windows, now);
        if (windows.open().isPresent()) return pass("hour-sensible", "announced for this time");
        boolean friday = here.getDayOfWeek() == DayOfWeek.FRIDAY;
        boolean weekend = here.getDayOfWeek() == DayOfWeek.SATURDAY || here.getDayOfWeek() == DayOfWeek.SUNDAY;
        String fix = "Choose a morning from Monday to Thursday, or announce a maintenance window.";
        if (friday && here.getHour() >= WEEK_ENDS) return warn("hour-sensible", time + " is before a weekend", fix);
        if (!weekend && here.getHour() >= DAY_ENDS && here.getHour() < NIGHT_BEGINS) {
            return warn("hour-sensible", time + " is the end of the working day", fix);
        }
        return pass("hour-sensible", time);
    }

    private static String clock(Windows windows, Instant instant) {
        return CLOCK.format(instant.atZone(windows.zone()));
    }

    private boolean younger(Proof proof, Duration limit) {
        return proof.at().isAfter(now.minus(limit));
    }

    private String age(Proof proof) {
        Duration age = Duration.between(proof.at(), now);
        if (age.toDays() >= 2) return age.toDays() + " days ago";
        return age.toHours() >= 1 ? age.toHours() + " h ago" : Math.max(0, age.toMinutes()) + " min ago";
    }
}
