package io.twokeys.approval;

import static io.twokeys.approval.Room.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Refusal.Reason;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.fleet.TargetName;
import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApprovalsTest {
    private final Room room = new Room();
    private final Approvals approvals = room.approvals;

    @Test
    void two_approvers_release_a_rollback() {
        var request = room.rollback();

        assertThat(room.react(request, MARIA))
                .isInstanceOfSatisfying(
                        Voting.Counted.class, it -> assertThat(it.needed()).isEqualTo(1));
        assertThat(room.react(request, KIM, "discord", Decision.APPROVE)).isInstanceOf(Voting.Granted.class);
        assertThat(room.state(request)).isEqualTo(State.APPROVED);
        assertThat(room.story(request)).containsExactly("opened", "voted", "voted", "granted");
    }

    @Test
    void the_requester_starts_an_upgrade_alone() {
        var request = room.upgrade();

        refused(room.click(request, MARIA), Reason.NOT_REQUESTER);
        assertThat(room.click(request, SAM)).isInstanceOf(Voting.Granted.class);
        assertThat(room.claim(request)).isInstanceOf(Claim.Cleared.class);
    }

    @Test
    void somebody_who_may_not_operate_cannot_ask_for_an_upgrade() {
        var opening =
                approvals.open(upgradePlan(), person(MARIA, Role.APPROVER), Requirement.ofRequester(MARIA), "", HOUR);

        assertThat(opening)
                .isInstanceOfSatisfying(
                        Opening.NotEnoughPeople.class,
                        it -> assertThat(it.missing())
                                .isEqualTo("maria is not operator on prod. Ask somebody who is."));
    }

    @Test
    void a_request_that_cannot_reach_its_quorum_is_refused_with_who_is_missing() {
        var people = new People(List.of(person(SAM, Role.OPERATOR, Role.APPROVER), person(KIM, Role.APPROVER)));
        var few = new Approvals(room.jdbi, room.journal, people);

        var opening = few.open(
                rollbackPlan(),
                people.find(SAM).orElseThrow(),
                Requirement.ofApprovers(2, people, PROD, SAM),
                "",
                HOUR);

        assertThat(opening)
                .isEqualTo(new Opening.NotEnoughPeople(
                        2,
                        List.of(people.find(KIM).orElseThrow()),
                        "To roll back prod to CP-12 takes 2 with the role approver besides sam; there is only kim. "
                                + "Give the role on prod to 1 more in config/people.yaml."));
        assertThat(room.journal.after(0, 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Via.class)
    void the_requester_never_counts_however_they_vote(Via via) {
        var approver = person(SAM, Role.OPERATOR, Role.APPROVER);
        var people = new People(List.of(approver, person(MARIA, Role.APPROVER), person(KIM, Role.APPROVER)));
        var both = new Approvals(room.jdbi, room.journal, people);
        var request = ((Opening.Opened)
                        both.open(rollbackPlan(), approver, Requirement.ofApprovers(2, people, PROD, SAM), "", HOUR))
                .request();

        for (var platform : List.of("slack", "discord", "console")) {
            var vote = both.vote(request.id(), SAM, Decision.APPROVE, ballot(request, platform, SAM, via));
            refused(vote, Reason.OWN_REQUEST);
        }
        assertThat(room.story(request)).containsExactly("opened");
    }

    @Test
    void a_refused_requester_is_told_who_is_being_waited_for() {
        var request = room.rollback();
        room.click(request, MARIA);

        assertThat(room.click(request, SAM))
                .isEqualTo(new Voting.Refused(new Refusal(
                        Reason.OWN_REQUEST,
                        request.id() + " is your own request, so your vote does not count. It needs 1 of: kim, lee.")));
    }

    @Test
    void a_viewer_and_a_stranger_do_not_count() {
        var request = room.rollback();

        refused(room.click(request, VIV), Reason.NOT_APPROVER);
        refused(room.click(request, new PersonId("stranger")), Reason.NOT_APPROVER);
    }

    @Test
    void an_unknown_request_is_refused() {
        room.rollback();
        var ballot = new Ballot("slack", "U1", "e", Via.BUTTON, "x");

        refused(approvals.vote(new RequestId("AR-99"), KIM, Decision.APPROVE, ballot), Reason.NO_SUCH_REQUEST);
    }

    @Test
    void a_double_click_returns_the_first_vote_and_adds_nothing() {
        var request = room.rollback();
        room.click(request, MARIA);

        assertThat(room.click(request, MARIA))
                .isInstanceOfSatisfying(
                        Voting.AlreadyVoted.class,
                        it -> assertThat(it.first().person()).isEqualTo(MARIA));
        assertThat(room.state(request)).isEqualTo(State.PENDING);
        assertThat(room.story(request)).containsExactly("opened", "voted");
    }

    @Test
    void one_person_on_two_platforms_by_button_and_by_reaction_is_one_vote() {
        var request = room.rollback();
        room.click(request, MARIA);

        assertThat(room.react(request, MARIA, "slack", Decision.APPROVE)).isInstanceOf(Voting.AlreadyVoted.class);
        assertThat(room.react(request, MARIA, "discord", Decision.APPROVE)).isInstanceOf(Voting.AlreadyVoted.class);
        assertThat(approvals.find(request.id()).orElseThrow().missing()).isEqualTo(1);
    }

    @Test
    void a_third_key_finds_no_slot() {
        var request = room.rollback();
        room.click(request, MARIA);
        room.click(request, KIM);

        refused(room.click(request, LEE), Reason.NO_SLOT_LEFT);
    }

    @Test
    void a_vote_after_expiry_is_refused_and_the_request_has_expired() {
        var request = room.rollback();
        room.age(request, HOUR);

        refused(room.click(request, MARIA), Reason.EXPIRED);
        assertThat(room.story(request)).containsExactly("opened", "expired");
        assertThat(approvals.expireDue()).isEmpty();
    }

    @Test
    void a_vote_on_a_card_with_another_plan_is_refused() {
        var request = room.rollback();
        var ballot = new Ballot("slack", "U1", "e", Via.BUTTON, "0".repeat(64));

        refused(approvals.vote(request.id(), MARIA, Decision.APPROVE, ballot), Reason.OLD_DIGEST);
        assertThat(approvals.find(request.id()).orElseThrow().votes()).isEmpty();
    }

    @Test
    void a_changed_fact_voids_the_request_and_its_votes() {
        var request = room.rollback();
        room.click(request, MARIA);

        assertThat(approvals.supersede(request.id(), request.digest())).isEmpty();
        assertThat(approvals.supersede(request.id(), "0".repeat(64))).isPresent();
        refused(room.click(request, KIM), Reason.OLD_DIGEST);
        assertThat(room.journal
                        .of(request.id().value())
                        .getLast()
                        .data()
                        .get("newDigest")
                        .asText())
                .isEqualTo("0".repeat(64));
    }

    @Test
    void approving_and_then_denying_denies() {
        var request = room.rollback();
        room.react(request, MARIA);

        assertThat(room.react(request, MARIA, "slack", Decision.DENY)).isInstanceOf(Voting.Denied.class);
        refused(room.react(request, MARIA), Reason.NOT_PENDING);
        refused(room.click(request, KIM), Reason.NOT_PENDING);
    }

    @ParameterizedTest
    @EnumSource(names = {"APPROVED", "COUNTDOWN"})
    void one_approver_can_still_deny_what_was_granted(State state) {
        var request = room.rollback();
        room.click(request, MARIA);
        room.click(request, KIM);
        if (state == State.COUNTDOWN) {
            approvals.beginCountdown(request.id(), HOUR);
        }

        assertThat(room.react(request, LEE, "discord", Decision.DENY)).isInstanceOf(Voting.Denied.class);
        assertThat(room.story(request)).endsWith("voted", "denied");
    }

    @Test
    void a_role_given_while_a_request_is_pending_adds_nobody_to_it() {
        var request = room.rollback();
        var later = room.with(
                List.of(person(SAM, Role.OPERATOR), person(MARIA, Role.APPROVER), person(VIV, Role.APPROVER)));

        var vote = later.vote(request.id(), VIV, Decision.APPROVE, ballot(request, "slack", VIV, Via.BUTTON));

        assertThat(vote)
                .isInstanceOfSatisfying(
                        Voting.Refused.class,
                        it -> assertThat(it.refusal().sentence())
                                .startsWith("You became approver on prod after " + request.id() + " was opened"));
    }

    @Test
    void the_vote_of_somebody_who_lost_the_role_does_not_help_to_grant() {
        var request = room.rollback();
        room.click(request, MARIA);
        var later = room.with(List.of(person(SAM, Role.OPERATOR), person(KIM, Role.APPROVER)));

        assertThat(later.vote(request.id(), KIM, Decision.APPROVE, ballot(request, "slack", KIM, Via.BUTTON)))
                .isInstanceOfSatisfying(
                        Voting.Counted.class, it -> assertThat(it.needed()).isEqualTo(1));
    }

    @Test
    void only_the_requester_cancels_and_whoever_has_a_part_in_it_stops() {
        var request = room.rollback();
        assertThat(approvals.cancel(request.id(), MARIA)).map(Refusal::reason).hasValue(Reason.NOT_ALLOWED);
        assertThat(approvals.cancel(request.id(), SAM)).isEmpty();
        assertThat(room.state(request)).isEqualTo(State.CANCELLED);

        var granted = room.countedDown();
        assertThat(approvals.stop(granted.id(), VIV)).map(Refusal::reason).hasValue(Reason.NOT_ALLOWED);
        assertThat(approvals.stop(granted.id(), LEE)).isEmpty();
        assertThat(room.story(granted)).endsWith("countdown", "stopped");
        refused(room.claim(granted), Reason.NOT_PENDING);
    }

    @Test
    void a_card_can_be_drawn_from_each_entry() {
        var request = room.rollback();
        room.react(request, MARIA);

        var opened = room.journal.of(request.id().value()).getFirst().data();
        var voted = room.journal.of(request.id().value()).getLast().data();
        assertThat(opened.get("plan").asText()).isEqualTo(request.plan().canonical());
        assertThat(voted.get("title").asText()).isEqualTo("roll back prod to CP-12");
        assertThat(voted.get("needed").asInt()).isEqualTo(1);
        assertThat(voted.get("eligible").toString()).isEqualTo("[\"kim\",\"lee\",\"maria\"]");
        assertThat(voted.at("/votes/0/person").asText()).isEqualTo("maria");
        assertThat(voted.at("/vote/via").asText()).isEqualTo("reaction");
    }

    @Test
    void what_is_open_is_found_by_target_and_after_a_restart() {
        var request = room.rollback();
        var begun = room.countedDown();
        room.claim(begun);

        assertThat(room.with(Room.everybody()).open()).containsExactly(request.id());
        assertThat(approvals.open(PROD)).containsExactly(request);
        assertThat(approvals.open(new TargetName("staging"))).isEmpty();
    }
}
