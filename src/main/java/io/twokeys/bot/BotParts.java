package io.twokeys.bot;

import io.twokeys.approval.Approvals;
import io.twokeys.bot.ReadingDesk.Sources;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.vote.ApprovalDesk;
import io.twokeys.bot.vote.VoteSettings;
import io.twokeys.bot.window.MaintenanceDesk;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.command.CommandParser;
import io.twokeys.command.Grammar;
import io.twokeys.command.Usage;
import io.twokeys.command.Verb;
import io.twokeys.fleet.Fleet;
import io.twokeys.incident.Incidents;
import io.twokeys.journal.Journal;
import io.twokeys.maintenance.Windows;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operations;
import io.twokeys.people.People;
import io.twokeys.plan.Planner;
import io.twokeys.plan.dryrun.DryRuns;
import io.twokeys.runbook.Backup;
import io.twokeys.runbook.Rollback;
import io.twokeys.runbook.Thaw;
import io.twokeys.runbook.UndoRollback;
import io.twokeys.runbook.Upgrade;
import io.twokeys.runbook.drill.Drill;
import io.twokeys.runbook.dryrun.DryRun;
import io.twokeys.waiver.Waivers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Puts the desks together. */
@Singleton
final class BotParts {
    /** What can be said today; the grammar knows more. */
    private static final Set<Verb> ENABLED = Set.of(
            Verb.UPGRADE,
            Verb.PLAN,
            Verb.DRY_RUN,
            Verb.CHECK,
            Verb.WAIVE,
            Verb.ROLLBACK,
            Verb.UNDO_ROLLBACK,
            Verb.BACKUP,
            Verb.DRILL,
            Verb.THAW,
            Verb.CHECKPOINTS,
            Verb.DIAGNOSE,
            Verb.MAINTENANCE_SCHEDULE,
            Verb.MAINTENANCE_START,
            Verb.MAINTENANCE_EXTEND,
            Verb.MAINTENANCE_END,
            Verb.MAINTENANCE_CANCEL,
            Verb.MAINTENANCE_LIST,
            Verb.INCIDENT_RESOLVE,
            Verb.STATUS,
            Verb.HISTORY,
            Verb.LOCK,
            Verb.UNLOCK,
            Verb.CANCEL,
            Verb.WHOAMI,
            Verb.AUDIT_VERIFY,
            Verb.HELP);

    @Produces
    @Singleton
    Grammar grammar() {
        return new Grammar(ENABLED);
    }

    @Produces
    @Singleton
    PlanDesk.Voice voice(
            Jdbi jdbi,
            Outbox outbox,
            OutboxSender sender,
            ConversationStore conversations,
            Replies replies,
            InstantSource clock) {
        return new PlanDesk.Voice(jdbi, outbox, sender, conversations, replies, clock);
    }

    @Produces
    @Singleton
    Sources sources(
            Fleet fleet,
            Operations operations,
            Approvals approvals,
            Checkpoints checkpoints,
            Incidents incidents,
            Journal journal,
            PastOperations past) {
        return new Sources(fleet, operations, approvals, checkpoints, incidents, journal, past);
    }

    @Produces
    @Singleton
    CommandParser parser(Grammar grammar) {
        return new CommandParser(grammar);
    }

    @Produces
    @Singleton
    Usage usage(Grammar grammar) {
        return new Usage(grammar);
    }

    @Produces
    @Singleton
    Planner.Steps steps(Upgrade upgrade, Rollback rollback, UndoRollback undo, Backup backup, Drill drill, Thaw thaw) {
        return new Planner.Steps(
                upgrade.titles(), rollback.titles(), undo.titles(), backup::titles, drill.titles(), thaw.titles());
    }

    @Produces
    @Singleton
    PastOperations.Books books(Operations operations, Checkpoints checkpoints, Windows windows, Waivers waivers) {
        return new PastOperations.Books(operations, checkpoints, windows, waivers);
    }

    @Produces
    @Singleton
    PastOperations.KeyHolders keyHolders(People people, VoteSettings votes) {
        return new PastOperations.KeyHolders(people, votes);
    }

    @Produces
    @Singleton
    Planner planner(Checkpoints checkpoints, PastOperations past, Planner.Steps steps, InstantSource clock) {
        return new Planner(checkpoints, past, steps, clock);
    }

    @Produces
    @Singleton
    DryRuns dryRuns(Planner planner, Checkpoints checkpoints, PastOperations past, Reach reach, DryRun dryRun) {
        return new DryRuns(planner, checkpoints, past, reach, dryRun.titles());
    }

    @Produces
    @Singleton
    CommandDesk.Desks commandDesks(
            PlanDesk plans,
            ReadingDesk reading,
            OperationDesk operations,
            MaintenanceDesk windows,
            PlanDesk.Undo undo,
            PlanDesk.Trial trial,
            WaiverDesk waivers) {
        return new CommandDesk.Desks(plans, reading, operations, windows, undo, trial, waivers);
    }

    @Produces
    @Singleton
    Bot.Desks desks(
            CommandDesk commands,
            PlanDesk plans,
            OperationDesk operations,
            ApprovalDesk approvals,
            MaintenanceDesk windows,
            CommentDesk comments,
            HomeDesk home) {
        return new Bot.Desks(commands, plans, operations, approvals, windows, comments, home);
    }
}
