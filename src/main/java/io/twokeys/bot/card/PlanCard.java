package io.twokeys.bot.card;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Field;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Folded;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Style;
import io.twokeys.checkpoint.written.Written;
import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an operation will do, with the gates in front of it and the way back behind it. */
public final class PlanCard {
    private PlanCard() {}

    /** The plan alone, for {@code /odoo plan}. */
    public static Message plan(Proposal proposal) {
        List<Part> parts = brief(proposal);
        parts.add(wayBack(proposal));
        parts.add(digest(proposal));
        passedGates(proposal).ifPresent(parts::add);
        return new Message(Kind.PLAN, "Plan: " + proposal.plan().title(), parts, List.of(), List.of(), List.of());
    }

    /** The plan with its buttons; a failed gate leaves only Cancel. */
    public static Message confirm(Proposal proposal, String request) {
        if (!proposal.mayStart()) {
            return plan(proposal).with(Message.Text.of("A gate failed, so this cannot start. Nothing was changed."));
        }
        return plan(proposal)
                .withButtons(
                        Button.of("start:" + request, "Start", Style.PRIMARY),
                        Button.of("cancel:" + request, "Cancel", Style.PLAIN));
    }

    /** The same card when the question is answered. */
    public static Message answered(Proposal proposal, String outcome) {
        return plan(proposal).with(Message.Text.of(outcome));
    }

    /** What one has to know before one says yes: what changes, and what stands against it. */
    static List<Part> brief(Proposal proposal) {
        List<Part> parts = new ArrayList<>();
        parts.add(facts(proposal));
        if (!proposal.plan().loads().isEmpty()) parts.add(changes(proposal.plan()));
        List<Item> open = gates(proposal, false);
        if (!open.isEmpty()) parts.add(new Checklist("Gates", open));
        Written loss = proposal.loss();
        if (loss != null) parts.addAll(LossCard.of(loss));
        if (!proposal.warnings().isEmpty()) {
            parts.add(new Checklist(
                    "Worth knowing",
                    proposal.warnings().stream()
                            .map(warning -> new Item(Mark.WARNED, warning, ""))
                            .toList()));
        }
        return parts;
    }

    static Checklist wayBack(Proposal proposal) {
        return new Checklist(
                "Rollback",
                proposal.rollback().stream()
                        .map(line -> new Item(Mark.WAITING, line, ""))
                        .toList());
    }

    static Context digest(Proposal proposal) {
        return Context.of("Plan digest ", new Message.Span.Code(proposal.plan().digest()));
    }

    /** {@code 6 of 7 gates passed}, and which; nothing to do about them. */
    static Optional<Folded> passedGates(Proposal proposal) {
        List<Item> passed = gates(proposal, true);
        int all = proposal.gates().size();
        String count = all == 1
                ? "The gate"
                : passed.size() == all ? "All " + all + " gates" : passed.size() + " of " + all + " gates";
        return passed.isEmpty()
                ? Optional.empty()
                : Optional.of(Folded.of(count + " passed", new Checklist("", passed)));
    }

    private static List<Item> gates(Proposal proposal, boolean passed) {
        return proposal.gates().stream()
                .filter(gate -> (gate.result() == Gate.Result.PASS) == passed)
                .map(PlanCard::gate)
                .toList();
    }

    private static Fields facts(Proposal proposal) {
        Plan plan = proposal.plan();
        List<Field> fields = new ArrayList<>();
        switch (plan) {
            case Plan.Upgrade upgrade -> {
                fields.add(target(plan));
                fields.add(new Field("Modules", String.join(", ", upgrade.modules())));
                fields.add(new Field("Code", revisions(upgrade.revisions())));
                fields.add(new Field("Checkpoint", checkpoint(upgrade.checkpoint())));
            }
            case Plan.Rollback rollback -> {
                if (!rollback.undoes().isEmpty()) fields.add(new Field("Undoes", rollback.undoes()));
                fields.add(new Field("Code", revisions(rollback.revisions())));
            }
            case Plan.Backup backup -> {
                fields.add(target(plan));
                fields.add(new Field("Checkpoint", backup(backup.checkpoint())));
            }
            case Plan.Drill drill -> {
                fields.add(target(plan));
                fields.add(new Field("Checkpoint", drill.checkpoint()));
                fields.add(new Field(
                        "Restored into",
                        drill.scratch() + ", which nobody but Twokeys can enter before Odoo loads it"));
            }
            case Plan.Thaw _ -> fields.add(target(plan));
            case Plan.DryRun dryRun -> {
                fields.add(new Field("Tried for", dryRun.source().target().value()));
                fields.add(new Field("Copy", dryRun.source().checkpoint() + ", restored into " + dryRun.database()));
                fields.add(new Field("With", "Odoo and addons checkout of " + dryRun.target()));
                fields.add(new Field("Code", revisions(dryRun.revisions())));
            }
            case Plan.UndoRollback undo -> {
                fields.add(new Field("Goes live again", undo.kept() + ", which " + undo.undone() + " kept"));
                fields.add(new Field("Code", revisions(undo.revisions())));
            }
        }
        var estimate = proposal.estimate();
        fields.add(new Field("Estimate", Times.range(estimate.low(), estimate.high()) + " (" + estimate.basis() + ")"));
        return new Fields(fields);
    }

    /** Names that the title or a warning has said in its own words. */
    static Fields names(Proposal proposal) {
        return switch (proposal.plan()) {
            case Plan.Upgrade upgrade -> Fields.of(target(upgrade));
            case Plan.Rollback rollback ->
                Fields.of(
                        target(rollback),
                        new Field("Checkpoint", rollback.checkpoint()),
                        new Field("Database of now", "kept as " + rollback.keepAs()));
            case Plan.Backup _, Plan.Drill _, Plan.DryRun _, Plan.Thaw _ -> Fields.of(target(proposal.plan()));
            case Plan.UndoRollback undo ->
                Fields.of(target(undo), new Field("Database of now", "kept as " + undo.keepAs()));
        };
    }

    private static Field target(Plan plan) {
        return new Field("Target", plan.target() + ", database " + plan.database());
    }

    private static Checklist changes(Plan plan) {
        return new Checklist(
                "Modules, in Odoo's order",
                plan.loads().stream().map(PlanCard::change).toList());
    }

    private static Item change(Plan.Change change) {
        String versions = change.from().isEmpty()
                ? "new, " + change.to()
                : change.from().equals(change.to()) ? change.to() + " again" : change.from() + " → " + change.to();
        String scripts = change.scripts().isEmpty() ? "no scripts" : String.join(", ", change.scripts());
        return new Item(Mark.WAITING, change.module() + " " + versions, change.why() + "; " + scripts);
    }

    static Item gate(Gate gate) {
        Mark mark = switch (gate.result()) {
            case PASS -> Mark.DONE;
            case WARN -> Mark.WARNED;
            case FAIL -> Mark.FAILED;
        };
        String note = gate.fix().isEmpty() ? gate.evidence() : gate.evidence() + ". " + gate.fix();
        return new Item(mark, gate.id() + ": " + gate.result().name().toLowerCase(Locale.ROOT), note);
    }

    static String revisions(Plan.Revisions revisions) {
        return revisions.from().equals(revisions.to())
                ? Gates.shortly(revisions.to()) + " (as deployed)"
                : Gates.shortly(revisions.from()) + " → " + Gates.shortly(revisions.to());
    }

    private static String checkpoint(String strategy) {
        return backup(strategy) + " before the upgrade begins";
    }

    private static String backup(String strategy) {
        String database = switch (CheckpointStrategy.of(strategy)) {
            case CLONE -> "cloned database";
            case DUMP -> "pg_dump read back in full";
            case PGBACKREST -> "physical backup by pgBackRest";
        };
        return database + ", hard-linked filestore, code revision; verified";
    }
}
