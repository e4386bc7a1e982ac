package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
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
                Optional.of("xoxb-wrong"), Optional.of("s"), Optional.empty(), slack.address() + "/api/");
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
        MessageRef found = chat.post(CHANNEL, CARD, "UP-1", false);
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

    private static List<ChatUser> users(String... ids) {
        return List.of(ids).stream().map(id -> new ChatUser(Platform.SLACK, id)).toList();
    }

    private static ChatTrouble trouble(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ChatTrouble.class, call);
    }
}
