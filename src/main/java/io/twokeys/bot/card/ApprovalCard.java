package io.twokeys.bot.card;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Vote;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Context;
import io.twokeys.chat.Message.Folded;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Span.Bold;
import io.twokeys.chat.Message.Style;
import io.twokeys.chat.Message.Text;
import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A request for keys: the exact plan and its digest, who may turn a key, who has, and how many are still needed. */
public final class ApprovalCard {
    /** The reactions that vote. */
    public static final String APPROVE = "✅";

    public static final String DENY = "❌";

    private final People people;

    public ApprovalCard(People people) {
        this.people = people;
    }

    public Message of(ApprovalRequest request, Proposal proposal, Instant now) {
        List<Part> parts = new ArrayList<>();
        parts.add(status(request, now));
        if (!request.reason().isEmpty()) parts.add(Text.of("Because: " + request.reason()));
        parts.add(keys(request));
        parts.addAll(PlanCard.brief(proposal));
        parts.add(askedFor(request));
        PlanCard.passedGates(proposal).ifPresent(parts::add);
        parts.add(Folded.of(
                "The exact plan",
                PlanCard.names(proposal),
                PlanCard.wayBack(proposal),
                PlanCard.digest(proposal),
                new Preformatted(request.plan().canonical())));
        var card = new Message(Kind.APPROVAL, title(request), parts, List.of(), List.of(), List.of());
        return switch (request.state()) {
            case PENDING -> card.withButtons(buttons(request)).withReactions(APPROVE, DENY);
            case APPROVED, COUNTDOWN ->
                card.withButtons(Button.of("stop:" + request.id(), "Stop", Style.DANGER))
                        .withReactions(APPROVE, DENY);
            case EXECUTING, DONE, FAILED, UNKNOWN, DENIED, EXPIRED, CANCELLED, SUPERSEDED -> card;
        };
    }

    private Context askedFor(ApprovalRequest request) {
        String by = "Asked for by " + name(request.requester());
        return request.state() == ApprovalRequest.State.PENDING
                ? Context.of(by + ", expires ", request.progress().expiresAt())
                : Context.of(by);
    }

    private static Button[] buttons(ApprovalRequest request) {
        List<Button> buttons = new ArrayList<>();
        buttons.add(new Button(
                "approve:" + request.id(),
                "Turn my key",
                Style.PRIMARY,
                true,
                "Turn your key for " + request.plan().title() + "?"));
        buttons.add(Button.of("deny:" + request.id(), "Deny", Style.DANGER));
        if (!request.approvals().isEmpty()) {
            buttons.add(Button.of("withdraw:" + request.id(), "Take my key back", Style.PLAIN));
        }
        buttons.add(Button.of("cancel:" + request.id(), "Cancel the request", Style.PLAIN));
        return buttons.toArray(Button[]::new);
    }

    private static String title(ApprovalRequest request) {
        return request.id() + ": " + request.plan().title();
    }

    /** {@code 1 of 2 keys: manager-1. One more from manager-2.} */
    public String keysTurned(ApprovalRequest request) {
        int turned = request.approvals().size();
        String who =
                request.approvals().stream().map(vote -> name(vote.person())).collect(Collectors.joining(", "));
        String head = turned + " of " + request.requirement().keys() + " keys" + (who.isEmpty() ? "" : ": " + who);
        return request.missing() == 0
                ? head + "."
                : head + ". " + request.missing() + " more needed from " + others(request) + ".";
    }

    private String others(ApprovalRequest request) {
        List<String> names = request.requirement().eligible().stream()
                .filter(person -> request.voteOf(person).filter(Vote::stands).isEmpty())
                .map(this::name)
                .sorted()
                .toList();
        return String.join(names.size() == request.missing() ? " and " : " or ", names);
    }

    private Text status(ApprovalRequest request, Instant now) {
        return switch (request.state()) {
            case PENDING ->
                Text.of(
                        new Bold(keysTurned(request)),
                        " React with " + APPROVE + " to turn yours, with " + DENY + " to deny.");
            case APPROVED -> Text.of(new Bold("All keys are turned."));
            case COUNTDOWN ->
                Text.of(
                        keysTurned(request) + " ",
                        new Bold("It begins in " + seconds(request, now) + " s"),
                        ", at ",
                        begins(request),
                        ". Stop it while you can.");
            case EXECUTING ->
                Text.of(
                        keysTurned(request) + " ",
                        new Bold("It runs;"),
                        " taking a key back changes nothing any more.");
            case DONE -> Text.of(new Bold("Done."));
            case FAILED -> Text.of(new Bold("It failed;"), " the thread says why.");
            case UNKNOWN -> Text.of(new Bold("Nobody knows yet how it ended;"), " the host is asked.");
            case DENIED -> Text.of(new Bold("Denied by " + denial(request)));
            case EXPIRED ->
                Text.of(
                        new Bold(
                                request.missing() == 0
                                        ? "Expired before it could begin."
                                        : "Expired before all keys were turned."),
                        again(request));
            case CANCELLED -> Text.of(new Bold("Cancelled."));
            case SUPERSEDED ->
                Text.of(new Bold("The target changed since this was asked: its votes are void."), again(request));
        };
    }

    private static String again(ApprovalRequest request) {
        String command =
                request.plan() instanceof Plan.UndoRollback undo ? "undo rollback " + undo.undone() : "rollback";
        return " Ask again with `/odoo " + command + "`.";
    }

    private static Instant begins(ApprovalRequest request) {
        Instant until = request.progress().countdownUntil();
        return until == null ? request.progress().expiresAt() : until;
    }

    private static long seconds(ApprovalRequest request, Instant now) {
        Instant until = request.progress().countdownUntil();
        return until == null
                ? 0
                : Math.max(0, Duration.between(now, until).plusMillis(999).toSeconds());
    }

    private Checklist keys(ApprovalRequest request) {
        List<Item> items = request.requirement().eligible().stream()
                .sorted(Comparator.comparing(PersonId::value))
                .map(person -> key(request, person))
                .toList();
        return new Checklist("Keys", items);
    }

    private Item key(ApprovalRequest request, PersonId person) {
        var vote = request.voteOf(person);
        if (vote.isEmpty()) return new Item(Mark.WAITING, name(person), "may turn a key");
        if (!vote.get().stands()) return new Item(Mark.WAITING, name(person), "took the key back");
        return switch (vote.get().decision()) {
            case APPROVE -> new Item(Mark.DONE, name(person), "key turned");
            case DENY -> new Item(Mark.FAILED, name(person), "denied");
        };
    }

    /** {@code manager-1: the vendor fixed it}. */
    public String denial(ApprovalRequest request) {
        return request.votes().stream()
                .filter(vote -> vote.stands() && vote.decision() == Vote.Decision.DENY)
                .map(vote -> name(vote.person()) + because(vote))
                .collect(Collectors.joining(", "));
    }

    private static String because(Vote vote) {
        String reason = vote.ballot().reason();
        return reason.isEmpty() ? "." : ": " + reason;
    }

    private String name(PersonId id) {
        return people.find(id).map(person -> person.name()).orElse(id.value());
    }
}
