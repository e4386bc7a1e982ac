package io.twokeys.chat.discord;

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
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.chat.outbox.Outbox;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscordChatTest extends DiscordFixture {
    private static final Message CARD = Message.of(Kind.PLAN, "Upgrade sale_custom", Message.Text.of("a & b"))
            .withButtons(Button.of("start:AR-1", "Start", Message.Style.PRIMARY));
    private static final Message NOTICE = Message.of(Kind.NOTICE, "Started");

    private Chat chat;
    private Place here;

    @BeforeEach
    void connect() {
        chat = start("one").connected().chat;
        here = Place.channel(Platform.DISCORD, channel);
    }

    @Test
    void a_card_is_posted_and_edited() {
        MessageRef ref = chat.post(here, CARD, "UP-1", false);
        ShownMessage said = discord.message(channel, ref.id());
        assertThat(said.kind()).isEqualTo("Plan");
        assertThat(said.whole()).isEqualTo("Upgrade sale_custom\na & b");
        assertThat(said.buttons()).containsExactly(new ShownMessage.Button("Start", "start:AR-1", true));
        chat.edit(ref, Message.of(Kind.VERDICT, "Done"));
        ShownMessage edited = discord.message(channel, ref.id());
        assertThat(edited.kind()).isEqualTo("Verdict");
        assertThat(edited.whole()).isEqualTo("Done\n");
        assertThat(edited.buttons()).isEmpty();
        assertThat(discord.unknownCalls()).isEmpty();
    }

    @Test
    void the_first_reply_opens_the_thread_under_its_root() {
        MessageRef root = chat.post(here, CARD, "UP-1", false);
        assertThat(discord.hasPlace(root.id())).isFalse();
        MessageRef reply = chat.post(root.thread(), NOTICE, "UP-1/started", false);
        assertThat(reply.channel()).isEqualTo(root.id());
        var thread = discord.channel(root.id());
        assertThat(thread.path("name").asText()).isEqualTo("Upgrade sale_custom");
        assertThat(thread.path("parent_id").asText()).isEqualTo(channel);
        assertThat(thread.at("/thread_metadata/auto_archive_duration").asInt()).isEqualTo(10_080);
        chat.edit(reply, Message.of(Kind.NOTICE, "Ended"));
        assertThat(discord.messages(root.id())).extracting(ShownMessage::title).containsExactly("Ended");
    }

    @Test
    void an_archived_thread_is_opened_again_and_a_lost_one_is_gone() {
        MessageRef root = chat.post(here, CARD, "UP-1", false);
        MessageRef reply = chat.post(root.thread(), NOTICE, "a", false);
        discord.archive(root.id(), true);
        chat.post(root.thread(), NOTICE, "b", false);
        discord.archive(root.id(), false);
        chat.react(reply, "✅");
        assertThat(discord.channel(root.id()).at("/thread_metadata/archived").asBoolean())
                .isFalse();
        discord.deletePlace(root.id());
        assertThat(trouble(() -> chat.post(root.thread(), NOTICE, "c", false)).kind())
                .isEqualTo(ChatTrouble.Kind.GONE);
        assertThat(trouble(() -> chat.edit(reply, NOTICE)).kind()).isEqualTo(ChatTrouble.Kind.GONE);
        MessageRef other = chat.post(here, CARD, "UP-2", false);
        discord.deleteMessage(channel, other.id());
        assertThat(trouble(() -> chat.post(other.thread(), NOTICE, "d", false)).kind())
                .isEqualTo(ChatTrouble.Kind.GONE);
        assertThat(trouble(() -> chat.edit(other, NOTICE)).kind()).isEqualTo(ChatTrouble.Kind.GONE);
    }

    @Test
    void a_message_of_more_than_an_hour_is_not_edited_but_said_anew() {
        MessageRef ref = chat.post(here, CARD, "UP-1", false);
        discord.passes(Duration.ofMinutes(61));
        assertThat(trouble(() -> chat.edit(ref, NOTICE)).kind()).isEqualTo(ChatTrouble.Kind.GONE);
    }

    @Test
    void a_post_whose_answer_was_lost_is_not_said_twice() {
        discord.loseAnswer(call -> call.method().equals("POST") && call.path().endsWith("/messages"));
        assertThat(trouble(() -> chat.post(here, CARD, "UP-1", false)).kind()).isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
        MessageRef found = chat.post(here, CARD, "UP-1", false);
        assertThat(discord.messages(channel)).extracting(ShownMessage::id).containsExactly(found.id());
    }

    @Test
    void long_after_its_nonce_a_lost_post_is_still_found_and_no_look_alike_is_taken_for_it() {
        MessageRef twin = chat.post(here, CARD, "UP-8", false);
        MessageRef lost = chat.post(here, CARD, "UP-9", false);
        int posts = posts();
        assertThat(chat.post(here, CARD, "UP-9", true)).isEqualTo(lost).isNotEqualTo(twin);
        assertThat(posts()).isEqualTo(posts);
        chat.post(here, CARD, "UP-10", true);
        assertThat(discord.messages(channel)).hasSize(3);
    }

    private int posts() {
        return (int) discord.calls().stream()
                .filter(call -> call.method().equals("POST") && call.path().endsWith("/messages"))
                .count();
    }

    @Test
    void nobody_is_pinged_but_who_is_mentioned_on_a_post_and_on_an_edit() {
        String loud = "@everyone @here <@" + bob.id() + "> <@&1>";
        Message words = Message.of(
                Kind.NOTICE,
                loud,
                Message.Text.of(loud, " ", new Span.Mention(user(ann), "ann")),
                new Message.Preformatted(loud));
        MessageRef ref = chat.post(here, words, "k", false);
        assertThat(discord.message(channel, ref.id()).pings()).containsExactly(ann.id());
        chat.edit(ref, Message.of(Kind.NOTICE, loud, Message.Text.of(loud)));
        assertThat(discord.message(channel, ref.id()).pings()).containsExactly(ann.id());
        assertThat(discord.calls())
                .filteredOn(
                        call -> call.path().contains("/messages") && call.body().isObject())
                .allSatisfy(call -> assertThat(
                                call.body().at("/allowed_mentions/parse").isArray())
                        .isTrue());
    }

    @Test
    void what_discord_answers_tells_what_may_be_done() {
        discord.failNext(call -> call.path().endsWith("/messages"), 403, 50013);
        ChatTrouble forbidden = trouble(() -> chat.post(here, CARD, "k", false));
        assertThat(forbidden.kind()).isEqualTo(ChatTrouble.Kind.REFUSED);
        assertThat(forbidden).hasMessageContaining("50013");
        assertThat(trouble(() -> chat.post(Place.channel(Platform.DISCORD, "1"), CARD, "k", false))
                        .kind())
                .isEqualTo(ChatTrouble.Kind.GONE);
        discord.restAway(true);
        assertThat(trouble(() -> chat.post(here, CARD, "k", false)).kind()).isEqualTo(ChatTrouble.Kind.UNAVAILABLE);
    }

    @Test
    void the_channels_limit_is_kept_and_nothing_is_lost() {
        for (int i = 0; i < 7; i++) chat.post(here, NOTICE, "k" + i, false);
        assertThat(discord.messages(channel)).hasSize(7);
        assertThat(discord.tooFast()).isLessThanOrEqualTo(1);
        assertThat(chat.pace(Chat.Act.EDIT, "1")).isEqualTo(chat.pace(Chat.Act.POST, "1"));
    }

    @Test
    void reactions_are_read_whole_of_both_types_and_without_bots() {
        MessageRef ref = chat.post(here, CARD, "k", false);
        chat.react(ref, "✅");
        chat.react(ref, "✅");
        ann.reacts(channel, ref.id(), "✅", false);
        bob.reacts(channel, ref.id(), "✅", true);
        bob.reacts(channel, ref.id(), "👍🏽", false);
        bob.reacts(channel, ref.id(), "👍", false);
        discord.addBot("other").reacts(channel, ref.id(), "❌", false);
        assertThat(chat.reactions(ref)).isEqualTo(Map.of("✅", List.of(user(ann), user(bob)), "👍", List.of(user(bob))));
    }

    @Test
    void a_hundred_and_more_reactions_are_read_page_by_page() {
        MessageRef ref = chat.post(here, CARD, "k", false);
        for (int i = 0; i < 101; i++) discord.addPerson("p" + i).reacts(channel, ref.id(), "✅", false);
        assertThat(chat.reactions(ref).get("✅")).hasSize(101).doesNotHaveDuplicates();
    }

    @Test
    void a_standing_is_read_from_the_server() {
        assertThat(chat.standing(user(ann))).isEqualTo(Standing.MEMBER);
        bob.isScreened(true);
        assertThat(chat.standing(user(bob))).isEqualTo(Standing.GUEST);
        ann.leaves();
        assertThat(chat.standing(user(ann))).isEqualTo(Standing.DEACTIVATED);
        assertThat(chat.standing(user(discord.addBot("other")))).isEqualTo(Standing.BOT);
        assertThat(chat.standing(new ChatUser(Platform.DISCORD, "U123"))).isEqualTo(Standing.DEACTIVATED);
    }

    @Test
    void a_log_is_attached_to_its_thread_packed_when_large_and_told_of_when_too_large() throws Exception {
        discord.limits(false);
        MessageRef root = chat.post(here, CARD, "UP-1", false);
        MessageRef reply = chat.post(root.thread(), NOTICE, "v", false);
        chat.attach(reply, new Message.File("UP-1.log", "log:UP-1"), false);
        chat.attach(root, new Message.File("big.log", "zeros:12"), false);
        chat.attach(root, new Message.File("huge.log", "noise:12"), false);
        List<ShownMessage> said = discord.messages(root.id());
        ShownMessage.File small = said.get(1).files().getFirst();
        assertThat(small.name()).isEqualTo("UP-1.log");
        assertThat(small.content()).asString().isEqualTo("the log of log:UP-1");
        ShownMessage.File big = said.get(2).files().getFirst();
        assertThat(big.name()).isEqualTo("big.log.gz");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(big.content()))) {
            assertThat(unpacked.readAllBytes()).hasSize(12_000_000);
        }
        assertThat(said.get(3).text()).contains("huge.log is not attached: 11 MiB", "noise:12");
    }

    @Test
    void a_file_that_may_have_arrived_is_not_attached_twice() {
        MessageRef root = chat.post(here, CARD, "UP-1", false);
        var file = new Message.File("UP-1.log", "log:UP-1");
        chat.attach(root, file, false);
        chat.attach(root, file, true);
        assertThat(discord.messages(root.id())).hasSize(1);
        assertThat(trouble(() -> chat.attach(root, new Message.File("x", "log:UP-7"), false))
                        .kind())
                .isEqualTo(ChatTrouble.Kind.REFUSED);
    }

    @Test
    void a_whisper_without_an_interaction_is_a_direct_message() {
        chat.whisper(here, user(ann), NOTICE);
        chat.tell(user(ann), CARD);
        assertThat(ann.isToldAlone()).extracting(ShownMessage::title).containsExactly("Started", "Upgrade sale_custom");
        assertThat(discord.messages(channel)).isEmpty();
        assertThat(bob.isToldAlone()).isEmpty();
    }

    @Test
    void a_jump_is_a_link_once_its_message_is_there_and_words_before() {
        Message jump = Message.of(Kind.NOTICE, "See", Message.Text.of(new Span.Jump("UP-1", "the card")));
        MessageRef before = chat.post(here, jump, "k", false);
        assertThat(said(before)).isEqualTo("the card");
        var outbox = first().outbox;
        outbox.post(new Outbox.Destination.InChannel(Platform.DISCORD, channel), "UP-1", CARD);
        MessageRef card = chat.post(here, CARD, "UP-1", false);
        jdbi.useHandle(h -> h.execute(
                "update outbox_message set message_id = ?, message_channel = ? where key = 'UP-1'",
                card.id(),
                channel));
        String link = "https://discord.com/channels/" + discord.guild() + "/" + channel + "/" + card.id();
        assertThat(said(chat.post(here, jump, "l", false))).isEqualTo("[the card](" + link + ")");
    }

    private String said(MessageRef ref) {
        return discord.message(channel, ref.id())
                .raw()
                .at("/embeds/0/description")
                .asText();
    }

    static ChatUser user(FakePerson person) {
        return new ChatUser(Platform.DISCORD, person.id());
    }

    private static ChatTrouble trouble(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ChatTrouble.class, call);
    }
}
