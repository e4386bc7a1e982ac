package io.twokeys.bot.vote;

import static io.twokeys.bot.vote.Scene.*;
import static io.twokeys.chat.Platform.CONSOLE;
import static io.twokeys.chat.Platform.DISCORD;
import static io.twokeys.chat.Platform.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.bot.report.ProposalJson;
import io.twokeys.bot.vote.Scene.Replica;
import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.Platform;
import io.twokeys.journal.Entry;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Role;
import io.twokeys.plan.Planned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The races of the list, each by its number; cases 16 to 28 are in {@link AttackListTest}, 29 to 46 in {@link FailureListTest}. */
class RaceListTest {
    private final Scene scene = new Scene();
    private final Replica bot = scene.replica();
    private final ApprovalRequest request = scene.asked();

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_1_two_approvers_in_the_same_millisecond(Platform platform) throws Exception {
        var other = scene.replica();
        atOnce(() -> bot.reacts(MARIA, platform, request, YES), () -> other.presses(KIM, platform, request, "approve"));

        bot.turnUntil(request, State.EXECUTING);
        other.turner.look();

        assertThat(bot.keys(request)).containsExactlyInAnyOrder("maria", "kim");
        assertThat(story()).containsOnlyOnce("approval.granted", "approval.countdown", "approval.executing");
        assertThat(scene.operations.history(PROD, 5)).hasSize(1);
    }

    @Test
    void case_2_the_same_person_on_both_platforms() {
        bot.reacts(MARIA, SLACK, request, YES);
        bot.reacts(MARIA, DISCORD, request, YES);

        assertThat(bot.keys(request)).containsExactly("maria");
        assertThat(bot.state(request)).isEqualTo(State.PENDING);
    }

    @Test
    void one_vote_from_slack_and_one_from_discord_release_it() {
        bot.reacts(MARIA, SLACK, request, YES);
        bot.reacts(KIM, DISCORD, request, YES);

        bot.turnUntil(request, State.EXECUTING);
        for (Platform platform : List.of(SLACK, DISCORD)) {
            assertThat(bot.said(platform)).contains("maria turned a key", "kim turned a key", "It begins now");
        }
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_3_the_same_person_by_button_and_by_reaction(Platform platform) {
        bot.presses(MARIA, platform, request, "approve");
        bot.reacts(MARIA, platform, request, YES);

        assertThat(bot.keys(request)).containsExactly("maria");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_4_a_double_click(Platform platform) {
        var click = new ButtonPressed(
                event(), on(platform, MARIA), card(request, platform), "approve:" + request.id(), Map.of());
        bot.desk.pressed(click);
        var first = bot.now(request).votes();
        bot.desk.pressed(click);
        bot.presses(MARIA, platform, request, "approve");

        assertThat(bot.now(request).votes()).isEqualTo(first);
        assertThat(bot.said(platform)).doesNotContain("does not count");
    }

    @Test
    void case_5_a_vote_and_the_expiry_at_the_same_time() {
        Pointer.to("approval.RacesTest", "a_vote_and_the_expiry_at_once_have_one_winner");
    }

    @Test
    void case_6_a_vote_while_the_plan_is_rebuilt() {
        bot.presses(MARIA, SLACK, request, "approve");
        bot.presses(KIM, SLACK, request, "approve");
        scene.fresh = new Planned.Proposed(proposal(rollback("CP-13")));

        bot.turnUntil(request, State.SUPERSEDED);
        bot.reacts(LEE, DISCORD, request, YES);

        assertThat(bot.now(request).voteOf(LEE.id())).isEmpty();
        assertThat(bot.said(DISCORD)).contains("The target changed, so the votes are void", "lee: this does not count");
        assertThat(scene.operations.history(PROD, 5)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_7_a_vote_after_the_expiry(Platform platform) {
        scene.jdbi.useHandle(handle -> handle.execute("update approval set expires_at = clock_timestamp()"));

        bot.reacts(MARIA, platform, request, YES);

        assertThat(bot.state(request)).isEqualTo(State.EXPIRED);
        assertThat(bot.said(platform)).contains("has expired. Ask again", "Expired before all keys were turned");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_8_a_vote_on_an_old_digest(Platform platform) {
        scene.jdbi.useHandle(handle ->
                handle.execute("update conversation set card = ?", ProposalJson.write(proposal(rollback("CP-11")))));

        bot.presses(MARIA, platform, request, "approve");

        assertThat(bot.keys(request)).isEmpty();
        assertThat(bot.said(platform)).contains("That card shows another plan");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_9_a_reaction_removed_while_keys_are_missing(Platform platform) {
        bot.reacts(MARIA, platform, request, YES);
        bot.unreacts(MARIA, platform, request, YES);

        assertThat(bot.keys(request)).isEmpty();
        assertThat(bot.said(platform)).contains("maria took the key back. 0 of 2 keys");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_10_a_reaction_removed_during_the_countdown(Platform platform) {
        var slow = scene.replica(Duration.ofHours(1));
        slow.reacts(MARIA, platform, request, YES);
        slow.reacts(KIM, platform, request, YES);
        assertThat(slow.state(request)).isEqualTo(State.COUNTDOWN);

        slow.unreacts(KIM, platform, request, YES);

        assertThat(slow.state(request)).isEqualTo(State.PENDING);
        assertThat(slow.said(platform)).contains("kim took the key back. 1 of 2 keys: maria");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_11_a_reaction_removed_after_the_point_of_no_return(Platform platform) {
        bot.reacts(MARIA, platform, request, YES);
        bot.reacts(KIM, platform, request, YES);
        bot.turnUntil(request, State.EXECUTING);

        bot.unreacts(KIM, platform, request, YES);
        bot.rereading.look();

        assertThat(bot.state(request)).isEqualTo(State.EXECUTING);
        assertThat(bot.keys(request)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_12_a_removal_arrives_before_its_addition(Platform platform) {
        bot.desk.removed(new ReactionRemoved(event(), on(platform, MARIA), card(request, platform), YES));
        bot.desk.added(new ReactionAdded(event(), on(platform, MARIA), card(request, platform), YES));

        bot.rereading.look();

        assertThat(bot.keys(request)).isEmpty();
    }

    /** Whoever shows both is against, in whatever order, and whether the bot was told or read it. */
    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_13_both_reactions_by_one_person(Platform platform) {
        bot.reacts(MARIA, platform, request, YES);
        bot.reacts(MARIA, platform, request, NO);
        assertThat(bot.state(request)).isEqualTo(State.DENIED);

        var second = scene.asked();
        bot.reacts(MARIA, platform, second, NO);
        bot.reacts(MARIA, platform, second, YES);
        assertThat(bot.state(second)).isEqualTo(State.DENIED);

        var third = scene.asked();
        scene.chat(platform).put(card(third, platform), YES, on(platform, MARIA));
        scene.chat(platform).put(card(third, platform), NO, on(platform, MARIA));
        bot.rereading.look();
        assertThat(bot.state(third)).isEqualTo(State.DENIED);
        assertThat(bot.keys(third)).isEmpty();
    }

    @Test
    void case_14_the_policy_changed_while_it_was_pending() {
        Person promoted = person("viv", Role.APPROVER);
        var later = scene.new Replica(new People(List.of(SAM, MARIA, KIM, LEE, promoted)), Duration.ZERO, scene.clock);

        later.reacts(VIV, SLACK, request, YES);
        later.reacts(MARIA, SLACK, request, YES);
        later.reacts(LEE, DISCORD, request, YES);

        assertThat(later.keys(request)).containsExactly("maria", "lee");
        assertThat(later.said(SLACK)).contains("You became approver on prod after " + request.id() + " was opened");
        later.turnUntil(request, State.EXECUTING);
    }

    @Test
    void case_15_two_leaders_overlap() {
        var other = scene.replica();
        var own = new ReactionAdded(event(), on(DISCORD, SAM), card(request, DISCORD), YES);
        scene.chat(DISCORD).put(card(request, DISCORD), YES, on(DISCORD, MARIA));
        var hers = new ReactionAdded(event(), on(DISCORD, MARIA), card(request, DISCORD), YES);
        for (Replica replica : List.of(bot, other)) {
            replica.desk.added(own);
            replica.desk.added(hers);
            replica.presses(KIM, CONSOLE, request, "approve");
        }

        bot.turnUntil(request, State.EXECUTING);
        other.turner.look();

        assertThat(bot.keys(request)).containsExactly("maria", "kim");
        assertThat(scene.posts(DISCORD, "%/refused/%")).isEqualTo(1);
        assertThat(scene.operations.history(PROD, 5)).hasSize(1);
        assertThat(story().stream().filter("approval.voted"::equals)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            names = {"SLACK", "DISCORD"})
    void a_vote_withdrawn_while_the_platform_was_read_is_not_revived(Platform platform) {
        bot.reacts(MARIA, platform, request, YES);
        scene.chat(platform).whileReading(() -> bot.unreacts(MARIA, platform, request, YES));

        bot.rereading.look();

        assertThat(bot.keys(request)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            names = {"SLACK", "DISCORD"})
    void a_vote_cast_while_the_platform_was_read_is_not_undone(Platform platform) {
        scene.chat(platform).whileReading(() -> bot.reacts(MARIA, platform, request, YES));

        bot.rereading.look();

        assertThat(bot.keys(request)).containsExactly("maria");
        assertThat(bot.now(request).voteOf(MARIA.id()).orElseThrow().decision()).isEqualTo(Decision.APPROVE);
    }

    private List<String> story() {
        return scene.journal.of(request.id().value()).stream().map(Entry::kind).toList();
    }

    private static void atOnce(Runnable one, Runnable other) throws Exception {
        var gate = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var deed : List.of(one, other)) {
                threads.submit(() -> {
                    gate.await();
                    deed.run();
                    return true;
                });
            }
        }
    }
}
