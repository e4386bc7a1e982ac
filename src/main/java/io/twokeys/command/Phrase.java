package io.twokeys.command;

import static io.twokeys.command.Slot.*;

import io.twokeys.command.Command.*;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command said again: its verb, and the words of its slots. */
record Phrase(Verb verb, List<String> words) {

    String text() {
        return Stream.concat(Stream.of(verb.phrase()), words.stream())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static Phrase say(Verb verb, String... words) {
        return new Phrase(verb, List.of(words));
    }

    static Phrase of(Command command) {
        return switch (command) {
            case Upgrade(var modules, var on, var at) ->
                say(Verb.UPGRADE, MODULES.print(modules), ON.print(on), AT.print(at));
            case MakePlan(var modules, var on, var at) ->
                say(Verb.PLAN, MODULES.print(modules), ON.print(on), AT.print(at));
            case DryRun(var modules, var on, var at) ->
                say(Verb.DRY_RUN, MODULES.print(modules), ON.print(on), AT.print(at));
            case Check(var checks, var on) -> say(Verb.CHECK, CHECKS.print(checks), ON.print(on));
            case Waive(var gate, var on, var length, var why) ->
                say(Verb.WAIVE, GATE.print(gate), ON.print(on), FOR.print(length), BECAUSE.print(why));
            case Rollback(var to, var on, var why) ->
                say(Verb.ROLLBACK, TO_CHECKPOINT.print(to), ON.print(on), BECAUSE.print(why));
            case UndoRollback(var operation) -> say(Verb.UNDO_ROLLBACK, OPERATION.print(operation));
            case Backup(var on) -> say(Verb.BACKUP, ON.print(on));
            case Checkpoints(var on) -> say(Verb.CHECKPOINTS, ON.print(on));
            case Drill(var on) -> say(Verb.DRILL, ON.print(on));
            case Thaw(var on) -> say(Verb.THAW, ON.print(on));
            case Diagnose(var operation, var on) -> say(Verb.DIAGNOSE, OPERATION.print(operation), ON.print(on));
            case Logs(var on, var grep, var since, var follow) ->
                say(Verb.LOGS, ON.print(on), GREP.print(grep), SINCE.print(since), follow ? FOLLOW.keyword() : "");
            case Maintenance maintenance -> maintenance(maintenance);
            case Incident incident -> incident(incident);
            case Status(var on) -> say(Verb.STATUS, ON.print(on));
            case History(var on) -> say(Verb.HISTORY, ON.print(on));
            case Lock(var on, var why) -> say(Verb.LOCK, ON.print(on), BECAUSE.print(why));
            case Unlock(var on) -> say(Verb.UNLOCK, ON.print(on));
            case Cancel(var operation) -> say(Verb.CANCEL, OPERATION.print(operation));
            case Whoami() -> say(Verb.WHOAMI);
            case Audit.Verify() -> say(Verb.AUDIT_VERIFY);
            case Audit.Export(var operation) -> say(Verb.AUDIT_EXPORT, OPERATION.print(operation));
            case Help(var topic) -> say(Verb.HELP, TOPIC.print(topic));
        };
    }

    private static Phrase maintenance(Maintenance command) {
        return switch (command) {
            case Maintenance.Schedule(var start, var length, var on, var why) ->
                say(Verb.MAINTENANCE_SCHEDULE, WHEN.print(start), FOR.print(length), ON.print(on), BECAUSE.print(why));
            case Maintenance.Start(var window, var on, var length, var why) ->
                say(Verb.MAINTENANCE_START, WINDOW.print(window), ON.print(on), FOR.print(length), BECAUSE.print(why));
            case Maintenance.Extend(var window, var by, var on) ->
                say(Verb.MAINTENANCE_EXTEND, WINDOW.print(window), BY.print(by), ON.print(on));
            case Maintenance.End(var window, var on) -> say(Verb.MAINTENANCE_END, WINDOW.print(window), ON.print(on));
            case Maintenance.Cancel(var window, var why) ->
                say(Verb.MAINTENANCE_CANCEL, WINDOW.print(window), BECAUSE.print(why));
            case Maintenance.Listing(var on) -> say(Verb.MAINTENANCE_LIST, ON.print(on));
        };
    }

    private static Phrase incident(Incident command) {
        return switch (command) {
            case Incident.Open(var on, var why) -> say(Verb.INCIDENT_OPEN, ON.print(on), BECAUSE.print(why));
            case Incident.Update(var id, var note) -> say(Verb.INCIDENT_UPDATE, INCIDENT.print(id), NOTE.print(note));
            case Incident.Assign(var id, var to) -> say(Verb.INCIDENT_ASSIGN, INCIDENT.print(id), TO_PERSON.print(to));
            case Incident.Resolve(var id, var why) ->
                say(Verb.INCIDENT_RESOLVE, INCIDENT.print(id), BECAUSE.print(why));
            case Incident.Report(var id) -> say(Verb.INCIDENT_REPORT, INCIDENT.print(id));
        };
    }
}
