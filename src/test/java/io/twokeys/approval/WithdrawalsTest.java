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
        room.claim(request, request.digest(), List.of(room.reactions("slack", Map.of(MARIA, Decision.APPROVE))));

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
                        room.reactions(
                                "slack", Map.of(KIM, Decision.APPROVE, SAM, Decision.APPROVE, VIV, Decision.APPROVE)))
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

        approvals.reconcile(request.id(), room.reactions("slack", shown));
        approvals.reconcile(request.id(), room.reactions("discord", Map.of()));

        assertThat(room.story(request)).isEqualTo(before);
    }

    @Test
    void a_vote_cast_while_the_reactions_were_read_is_not_undone() {
        var request = room.rollback();
        var stale = room.reactions("slack", Map.of());
        room.react(request, MARIA);

        approvals.reconcile(request.id(), stale);

        assertThat(approvals.find(request.id()).orElseThrow().approvals())
                .extracting(Vote::person)
                .containsExactly(MARIA);
    }

    @Test
    void a_vote_withdrawn_while_the_reactions_were_read_is_not_revived() {
        var request = room.rollback();
        room.react(request, MARIA);
        var stale = room.reactions("slack", Map.of(MARIA, Decision.APPROVE, KIM, Decision.APPROVE));
        room.unreact(request, MARIA);
        room.unreact(request, KIM);

        approvals.reconcile(request.id(), stale);

        assertThat(approvals.find(request.id()).orElseThrow().approvals()).isEmpty();
    }

    @Test
    void a_key_taken_back_by_hand_is_not_turned_again_by_the_reaction_that_was_left() {
        var request = room.rollback();
        room.react(request, MARIA);
        approvals.withdraw(request.id(), MARIA, Decision.APPROVE, "slack", Via.BUTTON);
        var shown = Map.of(MARIA, Decision.APPROVE);

        approvals.reconcile(request.id(), room.reactions("slack", shown));
        assertThat(approvals.find(request.id()).orElseThrow().approvals()).isEmpty();

        room.unreact(request, MARIA);
        approvals.reconcile(request.id(), room.reactions("slack", shown));
        assertThat(approvals.find(request.id()).orElseThrow().approvals())
                .extracting(Vote::person)
                .containsExactly(MARIA);
    }

    @Test
    void a_key_taken_back_by_hand_stays_back_when_another_platforms_reaction_goes() {
        var request = room.rollback();
        room.react(request, MARIA);
        approvals.withdraw(request.id(), MARIA, Decision.APPROVE, "slack", Via.BUTTON);
        approvals.withdraw(request.id(), MARIA, Decision.APPROVE, "discord", Via.REACTION);

        approvals.reconcile(request.id(), room.reactions("slack", Map.of(MARIA, Decision.APPROVE)));
        assertThat(approvals.find(request.id()).orElseThrow().approvals()).isEmpty();
    }

    @Test
    void a_denial_put_beside_a_key_taken_back_by_hand_still_denies() {
        var request = room.rollback();
        room.react(request, MARIA);
        approvals.withdraw(request.id(), MARIA, Decision.APPROVE, "slack", Via.BUTTON);

        approvals.reconcile(request.id(), room.reactions("slack", Map.of(MARIA, Decision.DENY)));

        assertThat(room.state(request)).isEqualTo(State.DENIED);
    }
}
