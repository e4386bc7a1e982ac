package io.twokeys.approval;

import static io.twokeys.approval.Room.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.journal.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RacesTest {
    private final Room room = new Room();

    @AfterEach
    void the_journal_is_one_chain() {
        assertThat(room.journal.verify()).isInstanceOf(Verification.Intact.class);
    }

    @RepeatedTest(5)
    void two_approvers_in_the_same_instant_are_two_votes_and_one_transition() throws Exception {
        var request = room.rollback();

        var votes = atOnce(List.of(() -> room.click(request, MARIA), () -> room.react(request, KIM)));

        assertThat(votes).hasAtLeastOneElementOfType(Voting.Counted.class);
        assertThat(votes).hasAtLeastOneElementOfType(Voting.Granted.class);
        assertThat(room.story(request)).containsExactly("opened", "voted", "voted", "granted");
    }

    @RepeatedTest(3)
    void three_approvers_at_once_fill_two_slots() throws Exception {
        var request = room.rollback();

        var votes = atOnce(List.of(
                () -> room.click(request, MARIA), () -> room.click(request, KIM), () -> room.click(request, LEE)));

        assertThat(votes.stream().filter(Voting.Refused.class::isInstance)).hasSize(1);
        assertThat(room.approvals.find(request.id()).orElseThrow().approvals()).hasSize(2);
    }

    @RepeatedTest(3)
    void one_person_everywhere_at_once_is_one_vote() throws Exception {
        var request = room.rollback();

        var votes = atOnce(List.of(
                () -> room.click(request, MARIA),
                () -> room.click(request, MARIA),
                () -> room.react(request, MARIA, "slack", Decision.APPROVE),
                () -> room.react(request, MARIA, "discord", Decision.APPROVE)));

        assertThat(votes.stream().filter(Voting.Counted.class::isInstance)).hasSize(1);
        assertThat(votes.stream().filter(Voting.AlreadyVoted.class::isInstance)).hasSize(3);
        assertThat(room.state(request)).isEqualTo(State.PENDING);
    }

    @RepeatedTest(3)
    void the_same_event_through_two_replicas_is_one_vote() throws Exception {
        var request = room.rollback();
        var other = room.with(Room.everybody());
        var ballot = ballot(request, "discord", MARIA, Via.REACTION);

        var votes = atOnce(List.of(
                () -> room.approvals.vote(request.id(), MARIA, Decision.APPROVE, ballot),
                () -> other.vote(request.id(), MARIA, Decision.APPROVE, ballot)));

        assertThat(votes).hasAtLeastOneElementOfType(Voting.Counted.class);
        assertThat(votes).hasAtLeastOneElementOfType(Voting.AlreadyVoted.class);
    }

    @RepeatedTest(5)
    void a_vote_and_the_expiry_at_once_have_one_winner() throws Exception {
        var request = room.rollback();
        room.click(request, MARIA);
        room.age(request, HOUR);

        var seen = atOnce(List.<Callable<Object>>of(
                () -> room.click(request, KIM), room.approvals::expireDue, room.approvals::expireDue));

        refused((Voting) seen.getFirst(), Refusal.Reason.EXPIRED);
        assertThat(room.story(request)).containsExactly("opened", "voted", "expired");
    }

    @Test
    void a_vote_that_waits_for_the_lock_past_the_expiry_is_refused() throws Exception {
        var request = room.rollback();
        var votes = atOnce(List.<Callable<Object>>of(
                () -> room.jdbi.inTransaction(handle -> {
                    ApprovalStore.lock(handle, request.id());
                    awaitWaiters();
                    return handle.execute("update approval set expires_at = clock_timestamp()");
                }),
                () -> {
                    awaitHolder();
                    return room.click(request, MARIA);
                }));

        refused((Voting) votes.getLast(), Refusal.Reason.EXPIRED);
    }

    @RepeatedTest(5)
    void a_claim_and_a_withdrawal_at_once_have_one_winner() throws Exception {
        var request = room.countedDown();

        var seen = atOnce(List.<Callable<Object>>of(
                () -> room.claim(request),
                () -> room.approvals.withdraw(request.id(), KIM, Decision.APPROVE, "console", Via.BUTTON)));

        boolean began = seen.getFirst() instanceof Claim.Cleared;
        assertThat(seen.getLast()).isInstanceOf(began ? Withdrawing.TooLate.class : Withdrawing.Withdrawn.class);
        assertThat(room.state(request)).isEqualTo(began ? State.EXECUTING : State.PENDING);
    }

    @RepeatedTest(3)
    void many_who_claim_at_once_start_it_once() throws Exception {
        var request = room.countedDown();

        var claims = atOnce(IntStream.range(0, 6)
                .mapToObj(i -> (Callable<Claim<String>>) () -> room.claim(request))
                .toList());

        assertThat(claims.stream().filter(Claim.Cleared.class::isInstance)).hasSize(1);
        assertThat(room.story(request)).containsOnlyOnce("executing");
    }

    @RepeatedTest(3)
    void a_stop_and_a_claim_at_once_have_one_winner() throws Exception {
        var request = room.countedDown();

        var seen = atOnce(
                List.<Callable<Object>>of(() -> room.claim(request), () -> room.approvals.stop(request.id(), LEE)));

        boolean began = seen.getFirst() instanceof Claim.Cleared;
        assertThat(room.state(request)).isEqualTo(began ? State.EXECUTING : State.CANCELLED);
    }

    private void awaitHolder() {
        await().until(() -> count("select count(*) from pg_locks where relation = 'approval'::regclass"
                        + " and mode = 'RowShareLock' and granted")
                > 0);
    }

    private void awaitWaiters() {
        await().until(() -> count("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")
                > 0);
    }

    private int count(String sql) {
        return room.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
