package io.twokeys.approval;

import static io.twokeys.approval.Room.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.people.PersonId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Whatever people do, in whatever order: granted means two different approvers who stand by this very plan. */
class QuorumTest {
    private static final Room ROOM = new Room();

    record Deed(PersonId who, Kind kind, Via via, String platform) {
        enum Kind {
            APPROVE,
            APPROVE_OLD_PLAN,
            WITHDRAW,
            COUNT_DOWN,
            REREAD,
            DENY
        }
    }

    @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
    void granted_means_two_different_approvers_of_this_plan(
            @ForAll("deeds") @Size(min = 1, max = 25) List<Deed> deeds) {
        var request = ROOM.rollback();
        var standing = new HashMap<PersonId, Ballot>();
        for (var deed : deeds) {
            play(request, deed, standing);
            var now = ROOM.approvals.find(request.id()).orElseThrow();
            boolean granted = now.state() == State.APPROVED || now.state() == State.COUNTDOWN;
            if (now.state() != State.DENIED) {
                assertThat(granted).isEqualTo(standing.size() >= 2);
            }
            assertThat(standing.keySet()).isSubsetOf(MARIA, KIM, LEE);
        }
    }

    /** Plays one deed and keeps the books on the side, by the rules as people are told them. */
    private static void play(ApprovalRequest request, Deed deed, Map<PersonId, Ballot> standing) {
        switch (deed.kind()) {
            case APPROVE -> {
                var ballot = ballot(request, deed.platform(), deed.who(), deed.via());
                var voting = ROOM.approvals.vote(request.id(), deed.who(), Decision.APPROVE, ballot);
                if (voting instanceof Voting.Counted || voting instanceof Voting.Granted) {
                    assertThat(standing.put(deed.who(), ballot)).isNull();
                }
            }
            case APPROVE_OLD_PLAN -> {
                var real = ballot(request, deed.platform(), deed.who(), deed.via());
                var old = new Ballot(real.platform(), real.userId(), real.eventId(), real.via(), "0".repeat(64));
                assertThat(ROOM.approvals.vote(request.id(), deed.who(), Decision.APPROVE, old))
                        .isInstanceOf(Voting.Refused.class);
            }
            case WITHDRAW -> {
                var taken = ROOM.approvals.withdraw(
                        request.id(), deed.who(), Decision.APPROVE, deed.platform(), deed.via());
                if (taken instanceof Withdrawing.Withdrawn) {
                    assertThat(standing.remove(deed.who())).isNotNull();
                }
            }
            case COUNT_DOWN -> ROOM.approvals.beginCountdown(request.id(), HOUR);
            case REREAD -> {
                ROOM.approvals.reconcile(request.id(), ROOM.reactions(deed.platform(), Map.of()));
                standing.values()
                        .removeIf(it ->
                                it.via() == Via.REACTION && it.platform().equals(deed.platform()) && isOpen(request));
            }
            case DENY ->
                ROOM.approvals.vote(
                        request.id(),
                        deed.who(),
                        Decision.DENY,
                        ballot(request, deed.platform(), deed.who(), deed.via()));
        }
    }

    private static boolean isOpen(ApprovalRequest request) {
        return ROOM.state(request).isOpen();
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        var who = Arbitraries.of(MARIA, KIM, LEE, SAM, VIV);
        var kind = Arbitraries.frequency(
                Tuple.of(12, Deed.Kind.APPROVE),
                Tuple.of(1, Deed.Kind.APPROVE_OLD_PLAN),
                Tuple.of(5, Deed.Kind.WITHDRAW),
                Tuple.of(2, Deed.Kind.COUNT_DOWN),
                Tuple.of(2, Deed.Kind.REREAD),
                Tuple.of(1, Deed.Kind.DENY));
        return Combinators.combine(who, kind, Arbitraries.of(Via.class), Arbitraries.of("slack", "discord"))
                .as(Deed::new)
                .list();
    }
}
