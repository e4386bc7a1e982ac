package io.twokeys.bot.card;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Field;
import io.twokeys.chat.Message.Fields;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Message.Text;
import io.twokeys.checkpoint.Checkpoint;
import io.twokeys.fleet.Target;
import io.twokeys.incident.Incident;
import io.twokeys.journal.Verification;
import io.twokeys.operation.Operation;
import io.twokeys.people.Person;
import io.twokeys.people.Role;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers to questions that change nothing. */
public final class Answers {
    private Answers() {}

    /**
     * What there is to say of a target.
     *
     * @param window the maintenance window that runs or comes next
     */
    public record TargetState(
            Target target,
            Optional<Operation> running,
            Optional<String> holder,
            Optional<String> halfUpgradedBy,
            List<ApprovalRequest> waiting,
            List<Incident> incidents,
            Optional<Item> window,
            Condition condition) {}

    /** @param well Odoo runs, serves its pages and lets people in */
    public record Condition(boolean well, String words) {}

    public static Message help(Person person, String usage) {
        return Message.of(Kind.HELP, "What " + person.name() + " may say here", new Text(marked(usage)));
    }

    /** What stands between backticks as code. */
    private static List<Span> marked(String text) {
        String[] pieces = text.split("`", -1);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            if (!pieces[i].isEmpty()) spans.add(i % 2 == 0 ? new Span.Plain(pieces[i]) : new Span.Code(pieces[i]));
        }
        return spans;
    }

    public static Message whoami(Person person, List<Target> targets) {
        List<Field> fields = targets.stream()
                .map(target -> new Field(target.name().value(), roles(person, target)))
                .toList();
        return Message.of(Kind.STATUS, "You are " + person.name() + " (" + person.id() + ")", new Fields(fields));
    }

    private static String roles(Person person, Target target) {
        String roles = Arrays.stream(Role.values())
                .filter(role -> person.may(role, target.name()))
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return roles.isEmpty() ? "no role" : roles;
    }

    public static Message audit(Verification verification) {
        return switch (verification) {
            case Verification.Intact(long entries, String hash) ->
                Message.of(
                        Kind.STATUS,
                        "The journal is intact",
                        Text.of(entries + " entries, each hashed over the one before. Last hash " + hash + "."));
            case Verification.Broken(long seq, String why) ->
                Message.of(
                        Kind.STATUS,
                        "The journal is broken at entry " + seq,
                        Text.of(why + ". Nothing after it can be trusted; compare with your last backup."));
        };
    }

    public static Message status(List<TargetState> states) {
        List<Part> parts = new ArrayList<>();
        states.forEach(state -> parts.add(new Checklist(state.target().name().value(), items(state))));
        return new Message(Kind.STATUS, "Status", parts, List.of(), List.of(), List.of());
    }

    /** What runs on a target, or else who keeps it. */
    static Item work(Optional<Operation> running, Optional<String> holder) {
        return running.map(operation -> new Item(
                        Mark.RUNNING,
                        operation.id().toString(),
                        operation.plan().title()))
                .or(() -> holder.map(sentence -> new Item(Mark.WARNED, "Lock", sentence)))
                .orElse(new Item(Mark.DONE, "Operations", "nothing runs"));
    }

    private static List<Item> items(TargetState state) {
        List<Item> items = new ArrayList<>();
        items.add(new Item(
                state.condition().well() ? Mark.DONE : Mark.WARNED,
                "Host",
                state.condition().words()));
        items.add(work(state.running(), state.holder()));
        state.halfUpgradedBy()
                .ifPresent(id -> items.add(new Item(
                        Mark.FAILED, "Database", "half-upgraded by " + id + "; roll back before anything else")));
        state.waiting()
                .forEach(request -> items.add(new Item(
                        Mark.WAITING, request.id().value(), request.plan().title() + ", " + waitsFor(request))));
        state.incidents()
                .forEach(incident -> items.add(new Item(
                        incident.status() == Incident.Status.OPEN ? Mark.FAILED : Mark.WARNED,
                        incident.id().value(),
                        incident.title() + ", " + incident.status().words())));
        state.window().ifPresent(items::add);
        return items;
    }

    private static String waitsFor(ApprovalRequest request) {
        if (request.missing() == 0) return "about to begin";
        return switch (request.requirement().mode()) {
            case CONFIRMATION -> "waits for Start by " + request.requester();
            case TWO_KEYS -> request.missing() == 1 ? "1 key missing" : request.missing() + " keys missing";
        };
    }

    public static Message history(List<Operation> operations) {
        if (operations.isEmpty()) return Message.of(Kind.HISTORY, "History", Text.of("Nothing was run yet."));
        List<Part> parts = new ArrayList<>();
        for (Operation operation : operations) {
            parts.add(Text.of(
                    new Message.Span.Bold(operation.id().toString()),
                    " ",
                    operation.plan().title(),
                    ", by " + operation.order().requester() + ", ",
                    operation.times().created(),
                    ": " + operation.state().name().toLowerCase(Locale.ROOT)
                            + (operation.verdict().isEmpty() ? "" : ", " + VerdictCard.reason(operation))));
        }
        return new Message(Kind.HISTORY, "History", parts, List.of(), List.of(), List.of());
    }

    public static Message checkpoints(Target target, List<Checkpoint> checkpoints) {
        String title = "Checkpoints of " + target.name();
        if (checkpoints.isEmpty()) {
            return Message.of(Kind.HISTORY, title, Text.of("None yet; every upgrade takes one first."));
        }
        List<Part> parts = new ArrayList<>();
        for (Checkpoint checkpoint : checkpoints) {
            parts.add(Text.of(
                    new Message.Span.Bold(checkpoint.id().value()),
                    " " + checkpoint.origin() + ", ",
                    checkpoint.takenAt(),
                    ", " + Sizes.of(checkpoint.contents().bytes()) + ", "
                            + checkpoint.state().name().toLowerCase(Locale.ROOT) + ", "
                            + checkpoint.contents().copy()));
        }
        return new Message(Kind.HISTORY, title, parts, List.of(), List.of(), List.of());
    }

    /** Those that do not pass come first. */
    public static Message gates(Target target, List<Gate> gates) {
        List<Item> open = items(gates, false);
        List<Item> passed = items(gates, true);
        List<Part> parts = new ArrayList<>();
        if (!open.isEmpty()) parts.add(new Checklist("To look at", open));
        if (!passed.isEmpty()) parts.add(new Checklist(passed.size() + " of " + gates.size() + " pass", passed));
        return new Message(Kind.STATUS, "Checks of " + target.name(), parts, List.of(), List.of(), List.of());
    }

    private static List<Item> items(List<Gate> gates, boolean passed) {
        return gates.stream()
                .filter(gate -> (gate.result() == Gate.Result.PASS) == passed)
                .sorted(Comparator.comparing(Gate::result).reversed())
                .map(PlanCard::gate)
                .toList();
    }
}
