package io.twokeys.approval;

import static io.twokeys.approval.Room.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Refusal.Reason;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {
    private final Room room = new Room();
    private final Approvals approvals = room.approvals;

    @Test
    void a_removed_reaction_withdraws_the_vote_and_frees_its_slot() {
        var request = room.rollback();
        room.react(request, MARIA);

        assertThat(room.unreact(request, MARIA))
                .isInstanceOfSatisfying(
                        Withdrawing.Withdrawn.class,
                        it -> assertThat(it.needed()).isEqualTo(2));
        assertThat(room.unreact(request, MARIA)).isInstanceOf(Withdrawing.NothingToWithdraw.class);
        assertThat(room.react(request, MARIA)).isInstanceOf(Voting.Counted.class);
        assertThat(room.story(request)).containsExactly("opened", "voted", "withdrawn", "voted");
    }

    @Test
    void a_removed_reaction_takes_back_only_what_it_cast() {
        var request = room.rollback();
        room.click(request, MARIA);
        room.react(request, KIM, "discord", Decision.APPROVE);

        assertThat(room.unreact(request, MARIA)).isInstanceOf(Withdrawing.NothingToWithdraw.class);
        assertThat(room.unreact(request, KIM)).isInstanceOf(Withdrawing.NothingToWithdraw.class);
        assertThat(approvals.withdraw(request.id(), KIM, Decision.DENY, "discord", Via.REACTION))
                .isInstanceOf(Withdrawing.NothingToWithdraw.class);
        assertThat(room.state(request)).isEqualTo(State.APPROVED);
    }

    @Test
    void a_button_vote_can_be_taken_back_by_a_button() {
        var request = room.rollback();
        room.click(request, MARIA);

        assertThat(approvals.withdraw(request.id(), MARIA, Decision.APPROVE, "console", Via.BUTTON))
                .isInstanceOf(Withdrawing.Withdrawn.class);
    }

    @Test
    void a_vote_taken_back_cannot_be_replayed() {
        var request = room.rollback();
        var ballot = ballot(request, "slack", MARIA, Via.REACTION);
        approvals.vote(request.id(), MARIA, Decision.APPROVE, ballot);
        room.unreact(request, MARIA);

        refused(approvals.vote(request.id(), MARIA, Decision.APPROVE, ballot), Reason.REPLAYED);
    }

    @Test
    void a_reaction_removed_in_the_countdown_stops_it() {
        var request = room.rollback();
        room.react(request, MARIA);
        room.react(request, KIM);
        approvals.beginCountdown(request.id(), HOUR);

        assertThat(room.unreact(request, KIM))
                .isInstanceOfSatisfying(
                        Withdrawing.Withdrawn.class,
                        it -> assertThat(it.stopped()).isTrue());
        assertThat(room.state(request)).isEqualTo(State.PENDING);
        refused(room.claim(request), Reason.NOT_YET);
    }

    @Test
    void a_reaction_removed_after_the_point_of_no_return_changes_nothing() {
        var request = room.rollback();
        room.react(request, MARIA);
        room.click(request, KIM);
        approvals.beginCountdown(request.id(), Duration.ZERO);
        room.claim(request, request.digest(), List.of(new Claim.Reactions("slack", Map.of(MARIA, Decision.APPROVE))));

        assertThat(room.unreact(request, MARIA)).isInstanceOf(Withdrawing.TooLate.class);
        assertThat(room.state(request)).isEqualTo(State.EXECUTING);
    }

    @Test
    void what_was_missed_while_away_is_as_the_platform_shows_it() {
        var request = room.rollback();
        room.react(request, MARIA);
        room.click(request, LEE);
        approvals.withdraw(request.id(), LEE, Decision.APPROVE, "console", Via.BUTTON);

        var after = approvals
                .reconcile(
                        request.id(),
                        "slack",
                        Map.of(KIM, Decision.APPROVE, SAM, Decision.APPROVE, VIV, Decision.APPROVE))
                .orElseThrow();

        assertThat(after.approvals()).extracting(Vote::person).containsExactly(KIM);
        assertThat(after.state()).isEqualTo(State.PENDING);
    }

    @Test
    void reading_the_same_reactions_again_changes_nothing() {
        var request = room.rollback();
        room.react(request, MARIA);
        room.click(request, KIM);
        var shown = Map.of(MARIA, Decision.APPROVE);
        var before = room.story(request);

        approvals.reconcile(request.id(), "slack", shown);
        approvals.reconcile(request.id(), "discord", Map.of());

        assertThat(room.story(request)).isEqualTo(before);
    }
}
