package io.twokeys.command;

import static io.twokeys.command.Slot.*;
import static io.twokeys.command.Slot.Shape.may;
import static io.twokeys.command.Slot.Shape.needs;
import static io.twokeys.command.Verb.Right.APPROVE;
import static io.twokeys.command.Verb.Right.OPERATE;
import static io.twokeys.command.Verb.Right.READ;

import io.twokeys.command.Command.*;
import io.twokeys.command.Slot.Shape;
import io.twokeys.command.Slot.Values;
import java.util.List;
import java.util.function.Function;

/** What can be said after {@code /odoo}, in the order help tells it. */
@SuppressWarnings("ImmutableEnumChecker") // the functions of a shape, and a constructor call, keep no state
public enum Verb {
    UPGRADE(
            "upgrade",
            OPERATE,
            "shows the plan and its gates; runs once confirmed",
            needs(MODULES).and(ON, AT),
            v -> new Upgrade(v.the(MODULES), v.maybe(ON), v.maybe(AT)),
            "upgrade sale_custom",
            "upgrade sale_custom,crm_custom on prod at v1.4.2"),
    PLAN(
            "plan",
            READ,
            "the plan alone; changes nothing",
            needs(MODULES).and(ON, AT),
            v -> new MakePlan(v.the(MODULES), v.maybe(ON), v.maybe(AT)),
            "plan sale_custom",
            "plan sale_custom,crm_custom on staging at main"),
    DRY_RUN(
            "dry-run",
            OPERATE,
            "tries the upgrade on a neutralized copy, with the staging twin's Odoo",
            needs(MODULES).and(ON, AT),
            v -> new DryRun(v.the(MODULES), v.maybe(ON), v.maybe(AT)),
            "dry-run sale_custom on prod",
            "dry-run sale_custom on prod at v1.4.2"),
    CHECK(
            "check",
            READ,
            "preflight and health checks",
            may(CHECKS, ON),
            v -> new Check(v.maybe(CHECKS).orElse(List.of()), v.maybe(ON)),
            "check",
            "check disk,modules on prod"),
    WAIVE(
            "waive",
            APPROVE,
            "lets a gate that fails count as a warning, for 24 h or as long as said",
            needs(GATE, BECAUSE).and(ON, FOR),
            v -> new Waive(v.the(GATE), v.maybe(ON), v.maybe(FOR), v.the(BECAUSE)),
            "waive drill-fresh because \"the drill runs tonight\"",
            "waive memory-free on prod for 2h because \"the other service is stopped\""),
    ROLLBACK(
            "rollback",
            OPERATE,
            "back to a checkpoint; two people must approve",
            may(TO_CHECKPOINT, ON, BECAUSE),
            v -> new Rollback(v.maybe(TO_CHECKPOINT), v.maybe(ON), v.maybe(BECAUSE)),
            "rollback",
            "rollback to CP-12 on prod because \"the pricing is wrong\""),
    UNDO_ROLLBACK(
            "undo rollback",
            OPERATE,
            "swaps the database a rollback kept back in",
            needs(OPERATION),
            v -> new UndoRollback(v.the(OPERATION)),
            "undo rollback RB-7"),
    BACKUP("backup", OPERATE, "takes a checkpoint now", may(ON), v -> new Backup(v.maybe(ON)), "backup on prod"),
    CHECKPOINTS(
            "checkpoints",
            READ,
            "lists the restore points",
            may(ON),
            v -> new Checkpoints(v.maybe(ON)),
            "checkpoints on prod"),
    DRILL(
            "drill",
            OPERATE,
            "restores a checkpoint into a scratch database and proves that it loads",
            may(ON),
            v -> new Drill(v.maybe(ON)),
            "drill on prod"),
    THAW(
            "thaw",
            OPERATE,
            "starts Odoo and takes the maintenance page away, whatever an operation left behind",
            may(ON),
            v -> new Thaw(v.maybe(ON)),
            "thaw on prod"),
    DIAGNOSE(
            "diagnose",
            READ,
            "finds the first real failure; changes nothing",
            may(OPERATION, ON),
            v -> new Diagnose(v.maybe(OPERATION), v.maybe(ON)),
            "diagnose",
            "diagnose UP-42 on prod"),
    LOGS(
            "logs",
            READ,
            "the service's log, tailed into a thread",
            may(ON, GREP, SINCE, FOLLOW),
            v -> new Logs(v.maybe(ON), v.maybe(GREP), v.maybe(SINCE), v.has(FOLLOW)),
            "logs on prod since 30m",
            "logs on prod grep \"psycopg2.errors\" since 1h30m follow"),
    MAINTENANCE_SCHEDULE(
            "maintenance schedule",
            OPERATE,
            "announces a window",
            needs(WHEN, FOR).and(ON, BECAUSE),
            v -> new Maintenance.Schedule(v.the(WHEN), v.the(FOR), v.maybe(ON), v.maybe(BECAUSE)),
            "maintenance schedule tomorrow 22:00 for 1h30m on prod because \"new pricing\"",
            "maintenance schedule 2026-11-21T22:00 Europe/Paris for 2h"),
    MAINTENANCE_START(
            "maintenance start",
            OPERATE,
            "begins a window now",
            may(WINDOW, ON, FOR, BECAUSE),
            v -> new Maintenance.Start(v.maybe(WINDOW), v.maybe(ON), v.maybe(FOR), v.maybe(BECAUSE)),
            "maintenance start MW-3",
            "maintenance start on prod for 30m because \"restart of the database\""),
    MAINTENANCE_EXTEND(
            "maintenance extend",
            OPERATE,
            "moves a window's end",
            needs(BY).and(WINDOW, ON),
            v -> new Maintenance.Extend(v.maybe(WINDOW), v.the(BY), v.maybe(ON)),
            "maintenance extend by 30m",
            "maintenance extend MW-3 by 15m on prod"),
    MAINTENANCE_END(
            "maintenance end",
            OPERATE,
            "ends a running window",
            may(WINDOW, ON),
            v -> new Maintenance.End(v.maybe(WINDOW), v.maybe(ON)),
            "maintenance end",
            "maintenance end MW-3 on prod"),
    MAINTENANCE_CANCEL(
            "maintenance cancel",
            OPERATE,
            "calls a planned window off",
            needs(WINDOW).and(BECAUSE),
            v -> new Maintenance.Cancel(v.the(WINDOW), v.maybe(BECAUSE)),
            "maintenance cancel MW-3 because \"the vendor is late\""),
    MAINTENANCE_LIST(
            "maintenance list",
            READ,
            "the windows to come",
            may(ON),
            v -> new Maintenance.Listing(v.maybe(ON)),
            "maintenance list on prod"),
    INCIDENT_OPEN(
            "incident open",
            OPERATE,
            "opens an incident by hand",
            needs(BECAUSE).and(ON),
            v -> new Incident.Open(v.maybe(ON), v.the(BECAUSE)),
            "incident open on prod because \"orders cannot be confirmed\""),
    INCIDENT_UPDATE(
            "incident update",
            OPERATE,
            "adds to the timeline",
            needs(NOTE).and(INCIDENT),
            v -> new Incident.Update(v.maybe(INCIDENT), v.the(NOTE)),
            "incident update IN-7 note \"the vendor has been called\""),
    INCIDENT_ASSIGN(
            "incident assign",
            OPERATE,
            "says who leads",
            needs(TO_PERSON).and(INCIDENT),
            v -> new Incident.Assign(v.maybe(INCIDENT), v.the(TO_PERSON)),
            "incident assign IN-7 to @manager-1"),
    INCIDENT_RESOLVE(
            "incident resolve",
            OPERATE,
            "closes an incident, pending its review",
            may(INCIDENT, BECAUSE),
            v -> new Incident.Resolve(v.maybe(INCIDENT), v.maybe(BECAUSE)),
            "incident resolve IN-7 because \"rolled back\""),
    INCIDENT_REPORT(
            "incident report",
            READ,
            "writes the report",
            may(INCIDENT),
            v -> new Incident.Report(v.maybe(INCIDENT)),
            "incident report IN-7"),
    STATUS(
            "status",
            READ,
            "what runs and how the target is",
            may(ON),
            v -> new Status(v.maybe(ON)),
            "status",
            "status on prod"),
    HISTORY("history", READ, "what has run", may(ON), v -> new History(v.maybe(ON)), "history on prod"),
    LOCK(
            "lock",
            OPERATE,
            "keeps operations off a target",
            needs(BECAUSE).and(ON),
            v -> new Lock(v.maybe(ON), v.the(BECAUSE)),
            "lock on prod because \"month-end closing\""),
    UNLOCK(
            "unlock",
            OPERATE,
            "lets operations on a target again",
            may(ON),
            v -> new Unlock(v.maybe(ON)),
            "unlock on prod"),
    CANCEL(
            "cancel",
            OPERATE,
            "stops an operation at its next safe step",
            needs(OPERATION),
            v -> new Cancel(v.the(OPERATION)),
            "cancel UP-42"),
    WHOAMI("whoami", READ, "your person and your roles here", may(), v -> new Whoami(), "whoami"),
    AUDIT_VERIFY(
            "audit verify", READ, "proves that the journal is whole", may(), v -> new Audit.Verify(), "audit verify"),
    AUDIT_EXPORT(
            "audit export",
            OPERATE,
            "a bundle of one operation that verifies offline",
            needs(OPERATION),
            v -> new Audit.Export(v.the(OPERATION)),
            "audit export UP-42"),
    HELP("help", READ, "what you may run here", may(TOPIC), v -> new Help(v.maybe(TOPIC)), "help", "help upgrade");

    /** What a person must be allowed to do on a target before a command of theirs counts. */
    public enum Right {
        /** Look, change nothing: the viewer. */
        READ,
        /** Start, stop and ask for operations: the operator. */
        OPERATE,
        /** Turn a key for what somebody else asked for, and waive a gate for it: the approver. */
        APPROVE
    }

    private final String phrase;
    private final Right right;
    private final String summary;
    private final List<String> examples;

    private final Shape shape;

    private final Function<Values, Command> make;

    Verb(String phrase, Right right, String summary, Shape shape, Function<Values, Command> make, String... examples) {
        this.phrase = phrase;
        this.right = right;
        this.summary = summary;
        this.shape = shape;
        this.make = make;
        this.examples = List.of(examples);
    }

    /** Its words: {@code undo rollback}. */
    public String phrase() {
        return phrase;
    }

    /** What a person must be allowed to do on the target. */
    public Right right() {
        return right;
    }

    /** One line without a full stop. */
    public String summary() {
        return summary;
    }

    /** Complete commands without {@code /odoo}; the first is the plainest. */
    public List<String> examples() {
        return examples;
    }

    /** {@code /odoo upgrade MODULE[,MODULE…] [on TARGET] [at REV]}. */
    public String usage() {
        return ("/odoo " + phrase + " " + shape.usage()).strip();
    }

    /** The sentence that sends a person on after a refusal. */
    String reminder() {
        return "Usage: `" + usage() + "`, for example `/odoo " + examples.getFirst() + "`.";
    }

    Shape shape() {
        return shape;
    }

    Command command(Values values) {
        return make.apply(values);
    }
}
