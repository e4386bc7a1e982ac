package io.twokeys.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Claim.Accounts;
import io.twokeys.approval.Claim.Reactions;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Claim.Started;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import io.twokeys.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Sam, who operates; Maria, Kim and Lee, who approve; Viv, who reads; and a database of their own. */
final class Room {
    static final TargetName PROD = new TargetName("prod");
    static final PersonId SAM = new PersonId("sam");
    static final PersonId MARIA = new PersonId("maria");
    static final PersonId KIM = new PersonId("kim");
    static final PersonId LEE = new PersonId("lee");
    static final PersonId VIV = new PersonId("viv");
    static final Duration HOUR = Duration.ofHours(1);

    private static final AtomicInteger EVENTS = new AtomicInteger();

    final Jdbi jdbi = TestPostgres.fresh();
    final Journal journal = new Journal(jdbi, InstantSource.system());
    final Approvals approvals = with(everybody());

    static List<Person> everybody() {
        return List.of(
                person(SAM, Role.OPERATOR),
                person(MARIA, Role.APPROVER),
                person(KIM, Role.APPROVER),
                person(LEE, Role.APPROVER),
                person(VIV, Role.VIEWER));
    }

    static Person person(PersonId id, Role... roles) {
        var accounts = Map.of("slack", "U" + id, "discord", "D" + id, "console", id.value());
        return new Person(id, id.value(), accounts, Map.of("prod", Set.of(roles)));
    }

    /** The same requests after {@code config/people.yaml} was changed. */
    Approvals with(List<Person> people) {
        return new Approvals(jdbi, journal, new People(people));
    }

    static Plan rollbackPlan() {
        return new Plan.Rollback(
                PROD,
                "prod",
                "CP-12",
                "UP-42",
                new Plan.Revisions("b".repeat(40), "a".repeat(40)),
                new Plan.Fingerprints("c".repeat(64), "d".repeat(64)),
                "prod_failed",
                List.of("stop", "swap", "start"));
    }

    static Plan upgradePlan() {
        return new Plan.Upgrade(
                PROD,
                "prod",
                List.of("sale_custom"),
                new Plan.Revisions("a".repeat(40), "b".repeat(40)),
                List.of(),
                "c".repeat(64),
                "clone",
                List.of("freeze", "upgrade"));
    }

    /** Sam asks for a rollback that takes two keys. */
    ApprovalRequest rollback(Duration ttl) {
        var people = new People(everybody());
        var requirement = Requirement.ofApprovers(2, people, PROD, SAM);
        return opened(approvals.open(rollbackPlan(), person(SAM, Role.OPERATOR), requirement, "it is broken", ttl));
    }

    ApprovalRequest rollback() {
        return rollback(HOUR);
    }

    /** Sam asks to upgrade, and is to confirm it. */
    ApprovalRequest upgrade() {
        return opened(
                approvals.open(upgradePlan(), person(SAM, Role.OPERATOR), Requirement.ofRequester(SAM), "", HOUR));
    }

    private static ApprovalRequest opened(Opening opening) {
        return switch (opening) {
            case Opening.Opened(var request) -> request;
            case Opening.NotEnoughPeople(var needed, var eligible, var missing) -> throw new AssertionError(missing);
        };
    }

    /** A rollback with both keys turned, whose countdown has ended. */
    ApprovalRequest countedDown() {
        var request = rollback();
        click(request, MARIA);
        click(request, KIM);
        return approvals.beginCountdown(request.id(), Duration.ZERO).orElseThrow();
    }

    Voting click(ApprovalRequest request, PersonId who) {
        return approvals.vote(request.id(), who, Decision.APPROVE, ballot(request, "console", who, Via.BUTTON));
    }

    Voting react(ApprovalRequest request, PersonId who, String platform, Decision decision) {
        return approvals.vote(request.id(), who, decision, ballot(request, platform, who, Via.REACTION));
    }

    Voting react(ApprovalRequest request, PersonId who) {
        return react(request, who, "slack", Decision.APPROVE);
    }

    Withdrawing unreact(ApprovalRequest request, PersonId who) {
        return approvals.withdraw(request.id(), who, Decision.APPROVE, "slack", Via.REACTION);
    }

    static Ballot ballot(ApprovalRequest request, String platform, PersonId who, Via via) {
        return new Ballot(platform, who.value(), "event-" + EVENTS.incrementAndGet(), via, request.digest());
    }

    /** Claims with nothing changed and no reactions to read; what is started is the clearance's digest. */
    Claim<String> claim(ApprovalRequest request) {
        return claim(request, request.digest(), List.of());
    }

    Claim<String> claim(ApprovalRequest request, String digest, List<Reactions> reactions) {
        return approvals.claim(
                request.id(),
                new Reality(digest, reactions, members(request)),
                (handle, clearance) -> new Started.Begun<>(clearance.digest()));
    }

    /** Nothing changed, and every vote was cast by an account that may vote. */
    Reality reality(ApprovalRequest request, List<Reactions> reactions) {
        return new Reality(request.digest(), reactions, members(request));
    }

    /** Read just now. */
    Reactions reactions(String platform, Map<PersonId, Decision> shown) {
        return new Reactions(platform, approvals.now(), shown);
    }

    private Accounts members(ApprovalRequest request) {
        var votes = approvals.find(request.id()).orElseThrow().votes();
        return new Accounts(votes.stream().map(Vote::ballot).collect(Collectors.toSet()), Map.of());
    }

    State state(ApprovalRequest request) {
        return approvals.find(request.id()).orElseThrow().state();
    }

    List<String> story(ApprovalRequest request) {
        return journal.of(request.id().value()).stream()
                .map(Entry::kind)
                .map(kind -> kind.substring("approval.".length()))
                .toList();
    }

    static void refused(Voting voting, Refusal.Reason reason) {
        assertThat(voting)
                .isInstanceOfSatisfying(
                        Voting.Refused.class,
                        it -> assertThat(it.refusal().reason()).isEqualTo(reason));
    }

    static void refused(Claim<?> claim, Refusal.Reason reason) {
        assertThat(claim)
                .isInstanceOfSatisfying(
                        Claim.Refused.class,
                        it -> assertThat(it.refusal().reason()).isEqualTo(reason));
    }

    /** Moves the request into the past, as time would. */
    void age(ApprovalRequest request, Duration by) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update approval
                        set opened_at = opened_at - :by, expires_at = expires_at - :by, granted_at = granted_at - :by
                        where id = :id
                        """)
                .bind("by", by)
                .bind("id", request.id().value())
                .execute());
    }

    /** What several threads do at once, all let loose together. */
    static <T> List<T> atOnce(List<Callable<T>> deeds) throws Exception {
        var gate = new CyclicBarrier(deeds.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = deeds.stream()
                    .map(deed -> threads.submit(() -> {
                        gate.await();
                        return deed.call();
                    }))
                    .toList();
            var results = new ArrayList<T>();
            for (var one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
