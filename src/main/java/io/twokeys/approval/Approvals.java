package io.twokeys.approval;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Claim.Start;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.journal.NewEntry;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import io.twokeys.plan.Plan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Asks people and counts their keys. Each call is one transaction: row lock, re-read, decision, journal entry. Safe to call
 * from any thread and any replica at once; expiry goes by the database's clock.
 */
@Singleton
public final class Approvals {
    private final Jdbi jdbi;
    private final Journal journal;
    private final People people;

    @Inject
    public Approvals(Jdbi jdbi, Journal journal, People people) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.people = people;
    }

    /** Asks, unless the answer could never be yes. Requests expire {@code ttl} from now while keys are missing. */
    public Opening open(Plan plan, Person requester, Requirement requirement, String reason, Duration ttl) {
        return jdbi.inTransaction(handle -> open(handle, plan, requester, requirement, reason, ttl));
    }

    /** The same as part of a larger transaction. */
    public Opening open(
            Handle handle, Plan plan, Person requester, Requirement requirement, String reason, Duration ttl) {
        var asked = withoutThoseWhoMayNot(plan.target(), requester.id(), requirement);
        if (asked.size() < requirement.keys()) {
            return notEnough(plan, requester, requirement, asked);
        }
        var frozen = new Requirement(
                requirement.keys(), asked.stream().map(Person::id).collect(Collectors.toSet()), requirement.mode());
        var id = ApprovalStore.insert(handle, plan, requester.id(), reason, frozen, ttl);
        var request = ApprovalStore.find(handle, id).orElseThrow();
        journal.append(handle, Entries.opened(request));
        return new Opening.Opened(request);
    }

    /**
     * Clears what the clock asks for and what touches nothing that is live: a drill, and by its type nothing else. Nobody turns a
     * key; the journal holds the request like every other, asked for by Twokeys itself.
     */
    public Clearance routine(Handle handle, Plan.Drill drill) {
        var itself = new PersonId(NewEntry.TWOKEYS);
        var alone = new Requirement(1, Set.of(itself), Requirement.Mode.CONFIRMATION);
        var id = ApprovalStore.insert(handle, drill, itself, "on schedule", alone, Duration.ofHours(1));
        var opened = ApprovalStore.find(handle, id).orElseThrow();
        journal.append(handle, Entries.opened(opened));
        var executing = opened.now(State.EXECUTING);
        ApprovalStore.update(handle, executing);
        journal.append(handle, Entries.byItself("executing", executing));
        return new Clearance(id, drill, itself);
    }

    private List<Person> withoutThoseWhoMayNot(TargetName target, PersonId requester, Requirement requirement) {
        boolean own = requirement.mode() == Requirement.Mode.CONFIRMATION;
        return people.with(requirement.mode().role(), target).stream()
                .filter(person -> requirement.eligible().contains(person.id())
                        && own == person.id().equals(requester))
                .toList();
    }

    private static Opening notEnough(Plan plan, Person requester, Requirement requirement, List<Person> eligible) {
        var role = requirement.mode().role().name().toLowerCase(Locale.ROOT);
        var there = eligible.isEmpty()
                ? "there is nobody"
                : "there is only " + eligible.stream().map(Person::name).collect(Collectors.joining(", "));
        var missing = requirement.mode() == Requirement.Mode.CONFIRMATION
                ? requester.name() + " is not " + role + " on " + plan.target() + ". Ask somebody who is."
                : "To " + plan.title() + " takes " + requirement.keys() + " with the role " + role + " besides "
                        + requester.name() + "; " + there + ". Give the role on " + plan.target() + " to "
                        + (requirement.keys() - eligible.size()) + " more in config/people.yaml.";
        return new Opening.NotEnoughPeople(requirement.keys(), eligible, missing);
    }

    /** One person's answer, whichever way it came. Denying after approving denies; the other way round comes too late. */
    public Voting vote(RequestId id, PersonId person, Decision decision, Ballot ballot) {
        return jdbi.inTransaction(handle -> {
            var seen = ApprovalStore.find(handle, id);
            var refusal = seen.isEmpty() ? Optional.of(Refusal.none(id)) : Refusal.ofPerson(seen.get(), person, people);
            return refusal.<Voting>map(Voting.Refused::new)
                    .orElseGet(() -> ruling(handle, id, it -> it.vote(person, decision, ballot))
                            .orElseThrow());
        });
    }

    /**
     * Takes a vote back.
     *
     * @param decision what the removed reaction stood for; of no matter for a button or a command
     * @param platform where it was removed, {@code slack}
     */
    public Withdrawing withdraw(RequestId id, PersonId person, Decision decision, String platform, Via via) {
        return ruling(id, it -> it.withdraw(person, decision, platform, via))
                .orElseGet(Withdrawing.NothingToWithdraw::new);
    }

    /**
     * Makes reaction votes what a platform shows, after a reconnect for instance. A vote taken back by hand is not cast again
     * by a reaction that was left standing.
     */
    public Optional<ApprovalRequest> reconcile(RequestId id, Reactions reactions) {
        return ruling(id, it -> {
            it.reconcile(reactions);
            return it.request();
        });
    }

    /** The time by the database's clock, to be taken before reactions are read. */
    public Instant now() {
        return jdbi.withHandle(ApprovalStore::now);
    }

    /** Notes that somebody who can read the votes looks after a granted request. */
    public void tried(RequestId id) {
        jdbi.useHandle(handle -> ApprovalStore.tried(handle, id));
    }

    /** Whether nobody has looked after a granted request for {@code time} although it might begin. */
    public boolean isLeftAlone(RequestId id, Duration time) {
        return jdbi.withHandle(handle -> ApprovalStore.isLeftAlone(handle, id, time));
    }

    /** Begins the countdown of an approved request, or finds it begun; empty if it is not granted. */
    public Optional<ApprovalRequest> beginCountdown(RequestId id, Duration time) {
        return ruling(id, it -> it.countDown(time)).flatMap(Function.identity());
    }

    /** Stops a granted request for good: its requester, anybody who was asked, any operator. Empty if it is stopped now. */
    public Optional<Refusal> stop(RequestId id, PersonId by) {
        return end(
                id,
                by,
                request -> mayStop(request, by),
                "the requester, an approver or an operator",
                it -> it.stop(by));
    }

    /** Takes an open request back; only its requester can. Empty if it is cancelled now. */
    public Optional<Refusal> cancel(RequestId id, PersonId by) {
        return end(id, by, request -> by.equals(request.requester()), "the requester", it -> it.cancel(by));
    }

    private Optional<Refusal> end(
            RequestId id,
            PersonId by,
            Predicate<ApprovalRequest> allowed,
            String who,
            Function<Ruling, Optional<Refusal>> end) {
        return ruling(id, it -> allowed.test(it.request()) ? end.apply(it) : Optional.of(Refusal.notAllowed(id, who)))
                .orElseGet(() -> Optional.of(Refusal.none(id)));
    }

    private boolean mayStop(ApprovalRequest request, PersonId by) {
        var target = request.plan().target();
        return by.equals(request.requester())
                || people.may(by, Role.OPERATOR, target)
                || people.may(by, Role.APPROVER, target);
    }

    /**
     * Crosses the point of no return: reads the votes once more against {@code reality}, recounts who may vote, compares the
     * plan, and starts. One caller wins; what {@code start} stores and the request's change are one transaction. {@code start}
     * may write to the journal and must not talk to a host.
     */
    public <T> Claim<T> claim(RequestId id, Reality reality, Start<T> start) {
        return ruling(id, it -> it.claim(reality, start)).orElseGet(() -> new Claim.Refused<>(Refusal.none(id)));
    }

    /** Voids an open request whose plan is no longer {@code newDigest}; empty if it still is, or the request is not open. */
    public Optional<ApprovalRequest> supersede(RequestId id, String newDigest) {
        return ruling(id, it -> it.supersede(newDigest)).flatMap(Function.identity());
    }

    /**
     * Says how what was started ended, in the transaction that ends it.
     *
     * @param end {@link State#DONE}, {@link State#FAILED}, or {@link State#UNKNOWN}, which may be followed by the others
     * @return empty if the request has not begun or has ended already
     */
    public Optional<ApprovalRequest> finish(Handle handle, RequestId id, State end) {
        if (!Set.of(State.DONE, State.FAILED, State.UNKNOWN).contains(end)) {
            throw new IllegalArgumentException("not an end: " + end);
        }
        return ruling(handle, id, it -> it.finish(end)).flatMap(Function.identity());
    }

    /** Expires what is due and returns it. Any number of replicas may do so at once. */
    public List<ApprovalRequest> expireDue() {
        return jdbi.withHandle(ApprovalStore::due).stream()
                .flatMap(id -> ruling(id, Ruling::request).stream())
                .filter(request -> request.state() == State.EXPIRED)
                .toList();
    }

    public Optional<ApprovalRequest> find(RequestId id) {
        return jdbi.withHandle(handle -> ApprovalStore.find(handle, id));
    }

    /** What is neither decided nor begun on {@code target}, oldest first. */
    public List<ApprovalRequest> open(TargetName target) {
        return jdbi.withHandle(handle -> ApprovalStore.undecided(handle, target));
    }

    /** The same on every target: what a process that starts has to look after. */
    public List<RequestId> open() {
        return jdbi.withHandle(ApprovalStore::undecided);
    }

    private <R> Optional<R> ruling(RequestId id, Function<Ruling, R> decide) {
        return jdbi.inTransaction(handle -> ruling(handle, id, decide));
    }

    private <R> Optional<R> ruling(Handle handle, RequestId id, Function<Ruling, R> decide) {
        return Ruling.on(handle, id, people).map(ruling -> {
            var decision = Objects.requireNonNull(decide.apply(ruling));
            ruling.tell(journal);
            return decision;
        });
    }
}
