package io.twokeys.approval;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why nothing changed.
 *
 * @param reason stable, for programs
 * @param sentence what, why and the next move, for people
 */
public record Refusal(Reason reason, String sentence) {
    public enum Reason {
        /** There is no such request. */
        NO_SUCH_REQUEST,
        /** Nobody approves what they asked for. */
        OWN_REQUEST,
        /** Only the requester starts it. */
        NOT_REQUESTER,
        /** Not among those who were asked, or no longer with the role. */
        NOT_APPROVER,
        /** May neither stop nor cancel it. */
        NOT_ALLOWED,
        /** It is decided already. */
        NOT_PENDING,
        EXPIRED,
        /** The card shows a plan that is not the request's. */
        OLD_DIGEST,
        /** Everybody needed has agreed already. */
        NO_SLOT_LEFT,
        /** The event cast a vote that was taken back since. */
        REPLAYED,
        /** Not granted, or its countdown has not ended. */
        NOT_YET
    }

    /** Who may never judge this request, whatever its state. */
    static Optional<Refusal> ofPerson(ApprovalRequest request, PersonId person, People people) {
        boolean own = person.equals(request.requester());
        boolean confirmation = request.requirement().mode() == Mode.CONFIRMATION;
        if (own && !confirmation) {
            return refusal(
                    Reason.OWN_REQUEST,
                    request.id() + " is your own request, so your vote does not count. "
                            + capital(waitingFor(request, people)) + ".");
        }
        if (!own && confirmation) {
            return refusal(
                    Reason.NOT_REQUESTER,
                    "Only " + name(request.requester(), people) + " can start " + request.id()
                            + ", having asked for it. Ask for your own plan to start one.");
        }
        if (!request.mayJudge(person, people)) {
            var role = request.requirement().mode().role();
            return refusal(Reason.NOT_APPROVER, notAsked(request, person, people, role));
        }
        return Optional.empty();
    }

    private static String notAsked(ApprovalRequest request, PersonId person, People people, Role role) {
        var target = request.plan().target();
        var word = role.name().toLowerCase(Locale.ROOT);
        var why = people.may(person, role, target)
                ? "You became " + word + " on " + target + " after " + request.id() + " was opened"
                : "You are not " + word + " on " + target;
        return why + ", so your vote does not count. " + capital(waitingFor(request, people)) + ".";
    }

    /** Why a ballot cannot count at all. */
    static Optional<Refusal> ofVote(ApprovalRequest request, Ballot ballot, Optional<Vote> before) {
        var state = request.state();
        if (state == State.EXPIRED || state == State.SUPERSEDED || state == State.CANCELLED) {
            return Optional.of(decided(request));
        }
        if (!ballot.digest().equals(request.digest())) {
            return refusal(
                    Reason.OLD_DIGEST,
                    "That card shows another plan than " + request.id() + " now asks about. Vote on the card of "
                            + request.id() + ".");
        }
        if (before.isPresent()
                && !before.get().stands()
                && isSameEvent(before.get().ballot(), ballot)) {
            return refusal(Reason.REPLAYED, "That vote was taken back. Vote again if you want it to count.");
        }
        return Optional.empty();
    }

    private static boolean isSameEvent(Ballot one, Ballot other) {
        return one.platform().equals(other.platform()) && one.eventId().equals(other.eventId());
    }

    static Refusal none(RequestId id) {
        return new Refusal(
                Reason.NO_SUCH_REQUEST, "There is no request " + id + ". `/odoo status` lists the open ones.");
    }

    static Refusal noSlot(ApprovalRequest request) {
        return new Refusal(
                Reason.NO_SLOT_LEFT,
                request.id() + " has all the keys it needs, from "
                        + request.approvals().stream()
                                .map(vote -> vote.person().value())
                                .collect(Collectors.joining(" and "))
                        + ". To keep it from beginning, deny or stop it.");
    }

    static Refusal notYet(ApprovalRequest request) {
        var until = request.progress().countdownUntil();
        var why = switch (request.missing()) {
            case 0 -> until == null ? "its countdown has not begun" : "its countdown ends at " + until;
            case 1 -> "1 key is missing";
            default -> request.missing() + " keys are missing";
        };
        return new Refusal(Reason.NOT_YET, request.id() + " cannot begin or be stopped yet: " + why + ".");
    }

    /** It cannot begin. */
    static Refusal notNow(ApprovalRequest request) {
        return request.state().isOpen() ? notYet(request) : decided(request);
    }

    static Refusal notAllowed(RequestId id, String who) {
        return new Refusal(Reason.NOT_ALLOWED, "You cannot end " + id + ". Ask " + who + ".");
    }

    /** It is over for votes, and this is how it stands. */
    static Refusal decided(ApprovalRequest request) {
        var id = request.id();
        return switch (request.state()) {
            case PENDING, APPROVED, COUNTDOWN -> throw new IllegalArgumentException(id + " is open");
            case EXECUTING, UNKNOWN ->
                new Refusal(
                        Reason.NOT_PENDING, id + " has begun; votes change nothing any more. " + "Follow its thread.");
            case DONE, FAILED -> new Refusal(Reason.NOT_PENDING, id + " was carried out. Ask again for a new one.");
            case DENIED -> new Refusal(Reason.NOT_PENDING, id + " was denied. Ask again for a new one.");
            case CANCELLED -> new Refusal(Reason.NOT_PENDING, id + " was cancelled. Ask again for a new one.");
            case EXPIRED -> new Refusal(Reason.EXPIRED, id + " has expired. Ask again for a new one.");
            case SUPERSEDED ->
                new Refusal(
                        Reason.OLD_DIGEST,
                        "The facts behind " + id
                                + " have changed, so its votes are void. Vote on the request that replaced it.");
        };
    }

    private static String waitingFor(ApprovalRequest request, People people) {
        if (!request.state().isOpen()) {
            return "it is " + request.state().name().toLowerCase(Locale.ROOT);
        }
        var names = request.requirement().eligible().stream()
                .filter(person -> request.voteOf(person).filter(Vote::stands).isEmpty())
                .map(person -> name(person, people))
                .sorted()
                .collect(Collectors.joining(", "));
        return request.missing() == 0 ? "all keys are there" : "it needs " + request.missing() + " of: " + names;
    }

    static String name(PersonId person, People people) {
        return people.find(person).map(it -> it.name()).orElse(person.value());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static Optional<Refusal> refusal(Reason reason, String sentence) {
        return Optional.of(new Refusal(reason, sentence));
    }
}
