package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.chat.slack.fake.Account;
import io.twokeys.chat.slack.fake.FakeSlack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlackChatTest extends SlackFixture {
    private static final Place CHANNEL = Place.channel(Platform.SLACK, "C1");
    private static final Message CARD = Message.of(Kind.PLAN, "Upgrade", Message.Text.of("a & b"))
            .withButtons(Button.of("start:AR-1", "Start", Message.Style.PRIMARY));

    @Test
    void a_card_and_its_thread_are_posted_and_edited() {
        MessageRef root = chat.post(CHANNEL, CARD, "UP-1", false);
        MessageRef reply = chat.post(root.thread(), Message.of(Kind.NOTICE, "Started"), "UP-1/started", false);
        chat.edit(root, Message.of(Kind.PLAN, "Done"));
        var said = slack.said();
        assertThat(said.get(0).text()).isEqualTo("Done");
        assertThat(said.get(0).edits()).isEqualTo(1);
        assertThat(slack.calls("chat.postMessage").getFirst().get("unfurl_links"))
                .isEqualTo("0");
        assertThat(said.get(0).payload("key")).isEqualTo("UP-1");
        assertThat(said.get(0).buttons()).isEmpty();
        assertThat(said.get(1).thread()).contains(root.id());
        assertThat(reply.id()).isNotEqualTo(root.id());
    }

    @Test
    void what_slack_answers_tells_what_may_be_done() {
        slack.askToWait("chat.postMessage", 7);
        ChatTrouble wait = trouble(() -> chat.post(CHANNEL, CARD, "k", false));
        assertThat(wait.kind()).isEqualTo(ChatTrouble.Kind.RATE_LIMITED);
        assertThat(wait.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        MessageRef ref = chat.post(CHANNEL, CARD, "k", false);
        slack.deletes(slack.said().getFirst());
        assertThat(trouble(() -> chat.edit(ref, CARD)).kind()).isEqualTo(ChatTrouble.Kind.GONE);
        assertThat(trouble(() -> chat.post(ref.thread(), CARD, "l", false)).kind())
                .isEqualTo(ChatTrouble.Kind.GONE);
        assertThat(trouble(() -> chat.react(ref, "🦜")).kind()).isEqualTo(ChatTrouble.Kind.REFUSED);
        slack.close();
        assertThat(trouble(() -> chat.post(CHANNEL, CARD, "m", false)).kind()).isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
    }

    @Test
    void a_wrong_token_loses_nothing() {
        var settings = new SlackSettings(
                Optional.of("xoxb-wrong"), Optional.of("s"), Optional.empty(), slack.address() + "/api/", true);
        var other = new SlackCalls(settings);
        var stranger = new SlackChat(other, new SlackFiles(other, new OneLog()), outbox);
        ChatTrouble trouble = trouble(() -> stranger.post(CHANNEL, CARD, "k", false));
        assertThat(trouble.kind()).isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
        assertThat(trouble).hasMessageContaining("invalid_auth");
    }

    @Test
    void a_post_whose_answer_was_lost_is_found_again() {
        slack.loseAnswer("chat.postMessage");
        assertThat(trouble(() -> chat.post(CHANNEL, CARD, "UP-1", false)).kind())
                .isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
        MessageRef found = chat.post(CHANNEL, CARD, "UP-1", true);
        assertThat(slack.said()).hasSize(1);
        assertThat(found.id()).isEqualTo(slack.said().getFirst().ts());
    }

    @Test
    void a_whisper_to_someone_elsewhere_becomes_a_direct_message() {
        var words = Message.of(Kind.REFUSAL, "Not done", Message.Text.of("no right"));
        chat.whisper(CHANNEL, new ChatUser(Platform.SLACK, "U1"), words);
        chat.whisper(CHANNEL, new ChatUser(Platform.SLACK, "U3"), words);
        assertThat(slack.person("U1").whispers()).hasSize(1);
        assertThat(slack.person("U3").directs()).hasSize(1);
    }

    @Test
    void reactions_are_read_whole_and_without_the_bots_own() {
        MessageRef ref = chat.post(CHANNEL, CARD, "k", false);
        chat.react(ref, "✅");
        chat.react(ref, "✅");
        var card = slack.said().getFirst();
        slack.person("U1").reacts(card, "white_check_mark");
        slack.person("U2").reacts(card, "white_check_mark");
        slack.person("U3").reacts(card, "x");
        assertThat(chat.reactions(ref)).isEqualTo(Map.of("✅", users("U1", "U2"), "❌", users("U3")));
    }

    @Test
    void a_log_is_attached_to_the_thread_of_its_message() {
        MessageRef root = chat.post(CHANNEL, CARD, "k", false);
        MessageRef reply = chat.post(root.thread(), Message.of(Kind.VERDICT, "Failed"), "v", false);
        chat.attach(reply, new Message.File("UP-1.log", "log:UP-1"), false);
        var shared = slack.said().getLast();
        assertThat(shared.thread()).contains(root.id());
        assertThat(shared.files().getFirst().name()).isEqualTo("UP-1.log");
        assertThat(shared.files().getFirst().text()).isEqualTo("the log of log:UP-1");
    }

    @Test
    void a_file_whose_answer_was_lost_is_not_attached_twice() {
        MessageRef root = chat.post(CHANNEL, CARD, "k", false);
        var log = new Message.File("UP-1.log", "log:UP-1");
        slack.loseAnswer("files.completeUploadExternal");
        assertThat(trouble(() -> chat.attach(root, log, false)).kind()).isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
        chat.attach(root, log, true);
        chat.attach(root, new Message.File("UP-2.log", "log:UP-1"), true);
        assertThat(slack.said().stream().flatMap(said -> said.files().stream()).map(file -> file.name()))
                .containsExactly("UP-1.log", "UP-2.log");
    }

    @Test
    void a_doubtful_reply_is_found_however_long_its_thread_is() {
        MessageRef root = chat.post(CHANNEL, CARD, "k", false);
        MessageRef first = chat.post(root.thread(), Message.of(Kind.NOTICE, "first"), "first", false);
        var person = slack.person("U1");
        for (int i = 0; i < 450; i++) person.says("C1", slack.said().getFirst(), "word " + i);
        MessageRef last = chat.post(root.thread(), Message.of(Kind.NOTICE, "last"), "last", false);
        assertThat(chat.post(root.thread(), CARD, "last", true)).isEqualTo(last);
        assertThat(chat.post(root.thread(), CARD, "first", true)).isEqualTo(first);
        assertThat(slack.said()).hasSize(3);
    }

    @Test
    void the_outcome_is_shown_in_the_channel_as_well() {
        MessageRef root = chat.post(CHANNEL, CARD, "k", false);
        chat.post(root.thread(), Message.of(Kind.NOTICE, "Started"), "a", false);
        chat.post(root.thread(), Message.of(Kind.VERDICT, "UP-1 succeeded"), "b", false);
        assertThat(slack.said()).extracting(said -> said.broadcast()).containsExactly(false, false, true);
        assertThat(slack.said().getLast().payload("kind")).isEqualTo("verdict");
    }

    @Test
    void steps_become_text_where_slack_takes_no_plan_and_that_is_remembered() {
        var steps = Message.of(
                Kind.PROGRESS,
                "UP-1",
                new Message.Checklist("Steps", List.of(new Message.Item(Message.Mark.DONE, "Stop Odoo", "2 s"))));
        MessageRef ref = chat.post(CHANNEL, steps, "k", false);
        assertThat(slack.said().getFirst().blocks().findValuesAsText("type")).contains("plan", "task_card");
        slack.planBlocks(false);
        chat.edit(ref, steps);
        chat.edit(ref, steps);
        assertThat(slack.said().getFirst().text()).isEqualTo("UP-1\nSteps\n✔ Stop Odoo (2 s)");
        assertThat(slack.calls("chat.update")).hasSize(3);
    }

    @Test
    void a_channel_that_is_closed_to_the_bot_is_gone_and_a_whisper_there_says_how_to_let_it_in() {
        slack.channel("C8", "secret").with("U1").madePrivate();
        slack.channel("C9", "old").with("U1", FakeSlack.BOT).archived(true);
        Place secret = Place.channel(Platform.SLACK, "C8");
        for (Place shut : List.of(secret, Place.channel(Platform.SLACK, "C9")))
            assertThat(trouble(() -> chat.post(shut, CARD, "k", false)).kind()).isEqualTo(ChatTrouble.Kind.GONE);
        slack.scopes().remove("chat:write.public");
        Place elsewhere = Place.channel(Platform.SLACK, "C7");
        slack.channel("C7", "elsewhere").with("U1");
        assertThat(trouble(() -> chat.post(elsewhere, CARD, "k", false)).kind()).isEqualTo(ChatTrouble.Kind.GONE);
        chat.whisper(secret, new ChatUser(Platform.SLACK, "U1"), Message.of(Kind.REFUSAL, "Not done"));
        assertThat(slack.person("U1").directs().getFirst().text())
                .isEqualTo("Not done\nI am not in that channel. Invite me there with /invite @twokeys");
    }

    @Test
    void a_home_page_is_drawn_for_one_person() {
        var page = Message.of(Kind.STATUS, "Twokeys", Message.Text.of("Waiting for your key: ", new Span.Bold("AR-1")));
        chat.home(new ChatUser(Platform.SLACK, "U1"), page);
        assertThat(slack.person("U1").home()).isEqualTo("Twokeys\nWaiting for your key: AR-1");
        assertThat(slack.person("U2").home()).isEmpty();
    }

    @Test
    void accounts_are_told_apart() {
        for (Account.Kind kind : Account.Kind.values())
            slack.account(Account.member("U" + kind, "n").as(kind));
        slack.account(Account.member("UOTHER", "n").of("T2"));
        assertThat(standing("UMEMBER")).isEqualTo(Standing.MEMBER);
        assertThat(standing("UGUEST")).isEqualTo(Standing.GUEST);
        assertThat(standing("USINGLE_CHANNEL_GUEST")).isEqualTo(Standing.GUEST);
        assertThat(standing("UDELETED")).isEqualTo(Standing.DEACTIVATED);
        assertThat(standing("UNOBODY")).isEqualTo(Standing.DEACTIVATED);
        assertThat(standing("UBOT")).isEqualTo(Standing.BOT);
        assertThat(standing("USTRANGER")).isEqualTo(Standing.STRANGER);
        assertThat(standing("UOTHER")).isEqualTo(Standing.STRANGER);
        slack.scopes().remove("users:read");
        assertThat(trouble(() -> standing("UMEMBER")).kind()).isEqualTo(ChatTrouble.Kind.REFUSED);
        slack.askToWait("users.info", 3);
        assertThat(trouble(() -> standing("UMEMBER")).kind()).isEqualTo(ChatTrouble.Kind.RATE_LIMITED);
    }

    private Standing standing(String id) {
        return chat.standing(new ChatUser(Platform.SLACK, id));
    }

    @Test
    void every_pace_stays_a_tenth_below_slacks_limit() {
        Map<Chat.Act, Integer> limits = Map.of(
                Chat.Act.POST, 60,
                Chat.Act.TELL, 60,
                Chat.Act.EDIT, 50,
                Chat.Act.REACT, 50,
                Chat.Act.ATTACH, 50,
                Chat.Act.WHISPER, 100,
                Chat.Act.HOME, 100);
        assertThat(limits.keySet()).containsExactlyInAnyOrder(Chat.Act.values());
        limits.forEach((act, limit) -> {
            Pace pace = chat.pace(act, "C1").orElseThrow();
            double inAMinute = pace.burst() + 60_000.0 / pace.every().toMillis();
            assertThat(inAMinute)
                    .as("%s", act)
                    .isLessThanOrEqualTo(limit * 0.97)
                    .isGreaterThan(limit * 0.8);
        });
        assertThat(chat.pace(Chat.Act.POST, "C1")).isNotEqualTo(chat.pace(Chat.Act.POST, "C2"));
        assertThat(chat.pace(Chat.Act.EDIT, "C1")).isEqualTo(chat.pace(Chat.Act.EDIT, "C2"));
    }

    private static List<ChatUser> users(String... ids) {
        return List.of(ids).stream().map(id -> new ChatUser(Platform.SLACK, id)).toList();
    }

    private static ChatTrouble trouble(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ChatTrouble.class, call);
    }
}
