package io.twokeys.bot.vote;

import static io.twokeys.bot.vote.Scene.*;
import static io.twokeys.chat.Platform.DISCORD;
import static io.twokeys.chat.Platform.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.bot.vote.Scene.Replica;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.command.CommandParser;
import io.twokeys.command.Grammar;
import io.twokeys.command.Parsed;
import io.twokeys.command.Verb;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The attacks of the list, each by its number. */
class AttackListTest {
    private final Scene scene = new Scene();
    private final Replica bot = scene.replica();
    private final ApprovalRequest request = scene.asked();

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_16_the_requester_votes_by_any_road(Platform platform) {
        bot.presses(SAM, platform, request, "approve");
        bot.reacts(SAM, platform, request, YES);
        bot.rereading.look();

        assertThat(bot.keys(request)).isEmpty();
        assertThat(bot.said(platform)).contains("sam: this does not count", "is your own request");
        assertThat(Verb.values())
                .as(
                        "no command votes; a waiver, which an approver gives, keeps its giver from starting what it lets through")
                .filteredOn(verb -> verb.right() == Verb.Right.APPROVE)
                .containsExactly(Verb.WAIVE);
    }

    /** There are no delegates: nobody can vote for anybody. What is left is a second account of the requester. */
    @Test
    void case_17_the_requester_through_somebody_else() {
        var shared = new Person(
                new PersonId("maria"),
                "maria",
                Map.of("slack", "Umaria", "discord", "Dsam"),
                Map.of("prod", Set.of(Role.APPROVER)));
        var muddled = scene.new Replica(new People(List.of(SAM, shared, KIM, LEE)), Duration.ZERO, scene.clock);

        bot.reacts(SAM, DISCORD, request, YES);
        muddled.presses(new ChatUser(DISCORD, "Dsam"), card(request, DISCORD), "approve:" + request.id(), Map.of());

        assertThat(bot.keys(request)).isEmpty();
        assertThat(bot.said(DISCORD)).contains("is claimed by two people");
    }

    /** There are no rules of the form "one of these and one of those"; one human fills one slot whatever roles they have. */
    @Test
    void case_18_one_human_for_two_slots() {
        var both = new Person(
                MARIA.id(),
                "maria",
                MARIA.identities(),
                Map.of("prod", Set.of(Role.APPROVER, Role.OPERATOR), "*", Set.of(Role.APPROVER)));
        var replica = scene.new Replica(new People(List.of(SAM, both, KIM, LEE)), Duration.ZERO, scene.clock);

        replica.reacts(both, SLACK, request, YES);
        replica.presses(both, DISCORD, request, "approve");

        assertThat(replica.keys(request)).containsExactly("maria");
        assertThat(replica.state(request)).isEqualTo(State.PENDING);
    }

    @Test
    void case_19_a_replayed_signed_body() {
        Pointer.to(
                "chat.slack.SlackSignatureTest",
                "a_replay_after_five_minutes_is_refused",
                "a_timestamp_from_the_future_is_refused");
        Pointer.to("chat.slack.SlackEndpointTest", "a_repeated_event_counts_once");
    }

    @Test
    void case_20_a_mangled_signature_and_a_timestamp_in_the_future() {
        Pointer.to(
                "chat.slack.SlackSignatureTest",
                "missing_and_mangled_headers_are_refused",
                "a_timestamp_from_the_future_is_refused");
        Pointer.to("chat.slack.SlackEndpointTest", "forged_old_and_early_requests_are_refused");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_21_forged_and_foreign_buttons(Platform platform) {
        var maria = on(platform, MARIA);
        var here = card(request, platform);
        var other = scene.asked();
        var plan = scene.planned();
        var nowhere = new MessageRef(platform, here.channel(), "somebody-elses");

        List.of(
                        "approve:" + other.id(),
                        "start:" + request.id(),
                        "approve:",
                        "approve:AR-99999999999999",
                        "deny:" + plan.id())
                .forEach(button -> assertThat(bot.presses(maria, here, button, Map.of()))
                        .as(button)
                        .isTrue());
        bot.presses(maria, nowhere, "approve:" + request.id(), Map.of());
        bot.presses(on(platform, SAM), card(plan, platform), "approve:" + plan.id(), Map.of());
        bot.reacts(SAM, platform, plan, YES);
        assertThat(bot.presses(maria, here, "unheard-of:" + request.id(), Map.of()))
                .isFalse();

        for (var it : List.of(request, other, plan)) {
            assertThat(bot.now(it).votes()).isEmpty();
            assertThat(bot.state(it)).isEqualTo(State.PENDING);
        }
        assertThat(bot.said(platform)).contains("does not stand on the message it belongs to");
    }

    @ParameterizedTest
    @CsvSource({"SLACK", "DISCORD", "CONSOLE"})
    void case_22_guests_strangers_bots_and_the_deactivated(Platform platform) {
        var sentences = Map.of(
                Standing.GUEST, "a guest's",
                Standing.DEACTIVATED, "is deactivated",
                Standing.BOT, "a bot's",
                Standing.STRANGER, "another organisation");
        sentences.forEach((standing, words) -> {
            var fresh = scene.asked();
            var replica = scene.replica();
            scene.chat(platform).becomes(on(platform, MARIA), standing);

            replica.reacts(MARIA, platform, fresh, YES);
            replica.presses(MARIA, platform, fresh, "approve");
            replica.rereading.look();

            assertThat(replica.keys(fresh)).isEmpty();
            assertThat(replica.said(platform)).contains("maria: this does not count", words);
        });
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_22_an_unlinked_account_is_told_how_to_get_linked(Platform platform) {
        var stranger = new ChatUser(platform, "U666");
        bot.desk.added(new ReactionAdded(event(), stranger, card(request, platform), YES));

        assertThat(bot.keys(request)).isEmpty();
        assertThat(bot.said(platform)).contains("belongs to nobody Twokeys knows", "config/people.yaml");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_22_an_account_that_cannot_be_looked_up_does_not_count_until_it_can(Platform platform) {
        scene.chat(platform).fails(ChatTrouble.Kind.UNAVAILABLE);
        bot.reacts(MARIA, platform, request, YES);
        assertThat(bot.keys(request)).isEmpty();
        assertThat(bot.said(platform)).contains("Turn your key again in a minute");

        scene.chat(platform).fails(null);
        bot.rereading.look();

        assertThat(bot.keys(request)).containsExactly("maria");
    }

    /** The adapters leave the bot's own out; what another bot shows stands for nothing even if somebody linked it. */
    @ParameterizedTest
    @EnumSource(
            value = Platform.class,
            names = {"SLACK", "DISCORD"})
    void case_23_reactions_of_bots(Platform platform) {
        scene.chat(platform).becomes(on(platform, MARIA), Standing.BOT);
        scene.chat(platform).put(card(request, platform), YES, on(platform, MARIA));
        scene.chat(platform).put(card(request, platform), YES, new ChatUser(platform, "twokeys"));

        bot.rereading.look();

        assertThat(bot.now(request).votes()).isEmpty();
        Pointer.to("chat.slack.SlackEndpointTest", "what_the_bot_and_other_bots_do_is_nobodys_deed");
    }

    @Test
    void case_24_skin_tones_count_as_the_plain_reaction() {
        Pointer.to("chat.slack.view.SlackMessagesTest", "skin_tones_are_cut_from_reactions");
    }

    /** Accounts are linked by the platform's own id and by nothing else. */
    @Test
    void case_25_a_weak_binding() {
        var byMail = new ChatUser(SLACK, "maria@example.com");
        bot.desk.added(new ReactionAdded(event(), byMail, card(request, SLACK), YES));

        assertThat(bot.keys(request)).isEmpty();
        Pointer.to("people.PeopleFileTest", "a_mistake_is_named_with_its_key_and_a_way_out");
    }

    /** There are no link codes: who has which account stands in a file that an operator keeps. */
    @Test
    void case_26_one_account_of_two_persons() {
        var thief = new Person(
                new PersonId("thief"), "thief", Map.of("slack", "Umaria"), Map.of("prod", Set.of(Role.APPROVER)));
        var muddled = scene.new Replica(new People(List.of(SAM, MARIA, KIM, LEE, thief)), Duration.ZERO, scene.clock);

        muddled.reacts(MARIA, SLACK, request, YES);
        muddled.rereading.look();

        assertThat(muddled.keys(request)).isEmpty();
        assertThat(muddled.said(SLACK)).contains("claimed by two people, so it is nobody's");
        Pointer.to("people.PeopleFileTest", "an_account_that_two_persons_claim_is_nobodys");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void case_27_a_look_alike_a_copy_and_an_old_card(Platform platform) {
        var card = card(request, platform);
        var elsewhere = new MessageRef(platform, "another-channel", card.id());
        bot.desk.added(new ReactionAdded(event(), on(platform, MARIA), elsewhere, YES));
        scene.jdbi.useHandle(handle -> handle.execute(
                "update outbox_message set message_id = 'posted-again', thread_id = 'posted-again' where key = ?",
                card.id()));
        bot.desk.added(new ReactionAdded(event(), on(platform, MARIA), card, YES));
        bot.presses(on(platform, KIM), card, "approve:" + request.id(), Map.of());

        assertThat(bot.now(request).votes()).isEmpty();

        bot.presses(
                on(platform, KIM),
                new MessageRef(platform, card.channel(), "posted-again"),
                "approve:" + request.id(),
                Map.of());
        assertThat(bot.keys(request)).containsExactly("kim");
    }

    /** There is no second factor to be typed: what looks like a code is no command, and no vote. */
    @Test
    void case_28_a_code_typed_into_the_channel() {
        assertThat(new CommandParser(Grammar.whole()).parse("123456")).isInstanceOf(Parsed.Refused.class);
        assertThat(bot.presses(on(SLACK, MARIA), card(request, SLACK), "stepup:123456", Map.of()))
                .isFalse();
    }
}
