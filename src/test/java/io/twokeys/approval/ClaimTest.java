package io.twokeys.approval;

import static io.twokeys.approval.Room.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Claim.Accounts;
import io.twokeys.approval.Claim.Reality;
import io.twokeys.approval.Claim.Started;
import io.twokeys.approval.Refusal.Reason;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.people.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimTest {
    private final Room room = new Room();
    private final Approvals approvals = room.approvals;

    @Test
    void what_starts_is_byte_for_byte_what_was_approved() {
        var request = room.countedDown();

        var claim = approvals.claim(
                request.id(), room.reality(request, List.of()), (handle, clearance) -> new Started.Begun<>(clearance));

        assertThat(claim).isInstanceOfSatisfying(Claim.Cleared.class, it -> {
            var clearance = (Clearance) it.started();
            assertThat(clearance.plan().canonical()).isEqualTo(request.plan().canonical());
            assertThat(clearance.requester()).isEqualTo(SAM);
            assertThat(clearance.request()).isEqualTo(request.id());
        });
        assertThat(room.story(request)).endsWith("granted", "countdown", "executing");
    }

    @Test
    void a_request_is_cleared_once() {
        var request = room.countedDown();
        room.claim(request);

        refused(room.claim(request), Reason.NOT_PENDING);
    }

    @Test
    void nothing_begins_before_its_countdown_ends() {
        var request = room.rollback();
        refused(room.claim(request), Reason.NOT_YET);
        room.click(request, MARIA);
        room.click(request, KIM);
        refused(room.claim(request), Reason.NOT_YET);
        approvals.beginCountdown(request.id(), HOUR);

        refused(room.claim(request), Reason.NOT_YET);
        assertThat(room.state(request)).isEqualTo(State.COUNTDOWN);
    }

    @Test
    void a_countdown_begins_once_and_only_when_granted() {
        var request = room.rollback();
        assertThat(approvals.beginCountdown(request.id(), HOUR)).isEmpty();
        room.click(request, MARIA);
        room.click(request, KIM);
        var first = approvals.beginCountdown(request.id(), HOUR).orElseThrow();

        assertThat(approvals.beginCountdown(request.id(), Duration.ZERO)).hasValue(first);
        assertThat(room.story(request)).containsOnlyOnce("countdown");
    }

    @Test
    void a_changed_fact_voids_the_votes_instead_of_running() {
        var request = room.countedDown();

        assertThat(room.claim(request, "0".repeat(64), List.of())).isInstanceOf(Claim.Superseded.class);
        assertThat(room.state(request)).isEqualTo(State.SUPERSEDED);
    }

    @Test
    void a_reaction_that_is_gone_when_it_matters_does_not_count() {
        var request = room.rollback();
        room.react(request, MARIA);
        room.click(request, KIM);
        approvals.beginCountdown(request.id(), Duration.ZERO);

        assertThat(room.claim(request, request.digest(), List.of(room.reactions("slack", Map.of()))))
                .isInstanceOfSatisfying(
                        Claim.BackToPending.class,
                        it -> assertThat(it.missing()).isEqualTo(1));
        assertThat(room.story(request)).endsWith("countdown", "withdrawn");
    }

    @Test
    void a_reaction_that_cannot_be_read_does_not_count() {
        var request = room.rollback();
        room.react(request, MARIA, "discord", Decision.APPROVE);
        room.click(request, KIM);
        approvals.beginCountdown(request.id(), Duration.ZERO);

        assertThat(room.claim(request, request.digest(), List.of(room.reactions("slack", Map.of()))))
                .isInstanceOf(Claim.BackToPending.class);
    }

    @Test
    void a_denial_that_was_missed_is_heeded() {
        var request = room.countedDown();

        refused(
                room.claim(request, request.digest(), List.of(room.reactions("slack", Map.of(LEE, Decision.DENY)))),
                Reason.NOT_PENDING);
        assertThat(room.state(request)).isEqualTo(State.DENIED);
    }

    @Test
    void a_key_exchanged_at_the_last_moment_needs_a_new_countdown() {
        var request = room.rollback();
        room.react(request, MARIA);
        room.click(request, KIM);
        approvals.beginCountdown(request.id(), Duration.ZERO);
        var seen = List.of(room.reactions("slack", Map.of(LEE, Decision.APPROVE)));

        refused(room.claim(request, request.digest(), seen), Reason.NOT_YET);
        assertThat(room.state(request)).isEqualTo(State.APPROVED);
        assertThat(room.story(request)).endsWith("withdrawn", "voted", "granted");
    }

    @Test
    void an_approver_who_left_does_not_count_when_it_begins() {
        var request = room.countedDown();
        var later = room.with(List.of(person(SAM, Role.OPERATOR), person(MARIA, Role.APPROVER)));

        Claim<String> claim = later.claim(
                request.id(), room.reality(request, List.of()), (handle, clearance) -> new Started.Begun<>("started"));

        assertThat(claim)
                .isInstanceOfSatisfying(
                        Claim.BackToPending.class,
                        it -> assertThat(it.missing()).isEqualTo(1));
    }

    @Test
    void a_start_that_is_held_leaves_everything_as_it_was() {
        var request = room.countedDown();

        Claim<String> held = approvals.claim(
                request.id(),
                room.reality(request, List.of()),
                (handle, clearance) -> new Started.NotNow<>("prod is busy: UP-41"));

        assertThat(held)
                .isInstanceOfSatisfying(
                        Claim.Held.class, it -> assertThat(it.because()).isEqualTo("prod is busy: UP-41"));
        assertThat(room.claim(request)).isInstanceOf(Claim.Cleared.class);
    }

    @Test
    void a_crash_between_the_claim_and_its_start_leaves_neither() {
        var request = room.countedDown();

        assertThatThrownBy(
                        () -> approvals.claim(request.id(), room.reality(request, List.of()), (handle, clearance) -> {
                            throw new IllegalStateException("killed");
                        }))
                .hasMessage("killed");

        assertThat(room.state(request)).isEqualTo(State.COUNTDOWN);
        assertThat(room.claim(request)).isInstanceOf(Claim.Cleared.class);
    }

    @Test
    void a_bot_that_restarts_after_the_last_vote_runs_it_once() {
        var request = room.countedDown();
        var restarted = room.with(Room.everybody());

        assertThat(restarted.open()).containsExactly(request.id());
        assertThat(room.claim(request)).isInstanceOf(Claim.Cleared.class);
        assertThat(restarted.open()).isEmpty();
    }

    @Test
    void nothing_begins_that_cannot_be_journaled() {
        var request = room.countedDown();
        room.jdbi.useHandle(handle -> handle.execute("alter table journal add constraint full_disk check (seq < 6)"));

        assertThatThrownBy(() -> room.claim(request)).hasMessageContaining("full_disk");
        assertThat(room.state(request)).isEqualTo(State.COUNTDOWN);
    }

    @Test
    void a_stored_plan_that_was_changed_by_hand_never_runs() {
        var request = room.countedDown();
        room.jdbi.useHandle(handle -> handle.execute("update approval set plan = replace(plan, 'CP-12', 'CP-11')"));

        assertThatThrownBy(() -> room.claim(request)).hasMessageContaining("not the one that was asked about");
    }

    @Test
    void what_is_granted_may_outlive_its_expiry_by_a_quarter_of_an_hour() {
        var request = room.rollback();
        room.click(request, MARIA);
        room.click(request, KIM);
        approvals.beginCountdown(request.id(), Duration.ZERO);
        room.jdbi.useHandle(handle -> handle.execute("update approval set expires_at = clock_timestamp()"));
        assertThat(approvals.expireDue()).isEmpty();

        room.age(request, ApprovalRequest.TIME_TO_BEGIN);

        refused(room.claim(request), Reason.EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "FAILED", "UNKNOWN"})
    void the_end_is_told_once(State end) {
        var request = room.countedDown();
        assertThat(finish(request, end)).isFalse();
        room.claim(request);

        assertThat(finish(request, end)).isTrue();
        assertThat(room.state(request)).isEqualTo(end);
        assertThat(finish(request, State.DONE)).isEqualTo(end == State.UNKNOWN);
    }

    private boolean finish(ApprovalRequest request, State end) {
        return room.jdbi
                .inTransaction(handle -> approvals.finish(handle, request.id(), end))
                .isPresent();
    }

    @Test
    void an_account_that_may_not_vote_any_more_does_not_count_when_it_begins() {
        var request = room.countedDown();
        var votes = approvals.find(request.id()).orElseThrow().votes();
        var accounts = new Accounts(
                Set.of(votes.get(1).ballot()), Map.of(votes.get(0).ballot(), "the account is deactivated"));

        Claim<String> claim = approvals.claim(
                request.id(),
                new Reality(request.digest(), List.of(), accounts),
                (handle, clearance) -> new Started.Begun<>("started"));

        assertThat(claim)
                .isInstanceOfSatisfying(
                        Claim.BackToPending.class,
                        it -> assertThat(it.missing()).isEqualTo(1));
        assertThat(room.journal
                        .of(request.id().value())
                        .getLast()
                        .data()
                        .path("because")
                        .asText())
                .isEqualTo("the account is deactivated");
    }

    @Test
    void nothing_begins_on_a_vote_whose_account_was_not_looked_at() {
        var request = room.countedDown();

        Claim<String> claim = approvals.claim(
                request.id(),
                new Reality(request.digest(), List.of(), new Accounts(Set.of(), Map.of())),
                (handle, clearance) -> new Started.Begun<>("started"));

        assertThat(claim).isInstanceOf(Claim.Held.class);
        assertThat(room.state(request)).isEqualTo(State.COUNTDOWN);
    }

    @Test
    void a_request_that_nobody_looks_after_is_noticed() {
        var request = room.countedDown();
        assertThat(approvals.isLeftAlone(request.id(), HOUR)).isFalse();
        assertThat(approvals.isLeftAlone(request.id(), Duration.ZERO)).isTrue();
        room.jdbi.useHandle(
                handle -> handle.execute(
                        "update approval set granted_at = granted_at - interval '1 h', countdown_until = countdown_until - interval '1 h'"));
        assertThat(approvals.isLeftAlone(request.id(), Duration.ofMinutes(1))).isTrue();

        approvals.tried(request.id());

        assertThat(approvals.isLeftAlone(request.id(), Duration.ofMinutes(1))).isFalse();
    }
}
