package io.twokeys.chat.outbox;

import static io.twokeys.chat.FakeChat.trouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox.Destination.InChannel;
import io.twokeys.chat.outbox.Outbox.Destination.InThread;
import io.twokeys.chat.outbox.Outbox.Destination.Under;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What the outbox does when a platform is away, unsure, or answers with another place than the one it was asked for. */
class OutboxTroubleTest extends OutboxWorld {
    private static final ChatUser ASKER = new ChatUser(Platform.CONSOLE, "operator");

    /** The answer to the next call never comes back. */
    private void loseTheNextAnswer() {
        chat.after(call -> {
            chat.after(next -> {});
            throw trouble(ChatTrouble.Kind.UNAVAILABLE);
        });
    }

    @Test
    void a_message_that_is_seen_before_its_answer_is_here_is_not_taken_for_somebody_elses() {
        var seen = new MessageRef(Platform.CONSOLE, "ops", "m1");
        assertThat(outbox.keyOf(seen)).isEmpty();
        outbox.post(OPS, "UP-1", says("plan"));
        chat.after(call -> assertThatThrownBy(() -> outbox.keyOf(seen)).isInstanceOf(NotYetKnown.class));
        sendAll();
        assertThat(outbox.keyOf(seen)).contains("UP-1");
        assertThat(outbox.keyOf(new MessageRef(Platform.CONSOLE, "ops", "m2"))).isEmpty();
    }

    @Test
    void a_post_whose_answer_never_comes_leaves_nobody_waiting() {
        var foreign = new MessageRef(Platform.CONSOLE, "ops", "foreign");
        outbox.post(OPS, "UP-1", says("plan"));
        loseTheNextAnswer();
        sendAll();
        assertThatThrownBy(() -> outbox.keyOf(foreign)).isInstanceOf(NotYetKnown.class);
        clock.advance(Duration.ofSeconds(21));
        assertThat(outbox.keyOf(foreign)).isEmpty();
    }

    @Test
    void a_post_whose_answer_was_lost_is_looked_for_before_it_is_said_again() {
        outbox.post(OPS, "UP-1", says("plan"));
        loseTheNextAnswer();
        sendAll();
        chat.before(call -> {
            chat.before(next -> {});
            throw trouble(ChatTrouble.Kind.RATE_LIMITED);
        });
        clock.advance(Duration.ofSeconds(1));
        sendAll();
        clock.advance(Duration.ofSeconds(30));
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
        assertThat(outbox.find("UP-1")).contains(new MessageRef(Platform.CONSOLE, "ops", "m1"));
    }

    @Test
    void a_file_whose_answer_was_lost_is_attached_with_a_warning() {
        outbox.post(OPS, "UP-1", says("log").withFiles(new Message.File("up.log", "log:UP-1")));
        chat.after(call -> {
            if (call.startsWith("attach")) loseTheNextAnswer();
        });
        sender.sendNext();
        chat.after(call -> {
            chat.after(next -> {});
            throw trouble(ChatTrouble.Kind.UNAVAILABLE);
        });
        sendAll();
        clock.advance(Duration.ofSeconds(1));
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: log", "attach m1 up.log", "attach m1 up.log again");
    }

    @Test
    void a_refusal_leaves_no_doubt() {
        outbox.post(OPS, "UP-1", says("plan"));
        chat.before(call -> {
            chat.before(next -> {});
            throw trouble(ChatTrouble.Kind.RATE_LIMITED);
        });
        sendAll();
        int doubts = jdbi.withHandle(h -> h.createQuery("select count(*) from outbox_attempt")
                .mapTo(Integer.class)
                .one());
        assertThat(doubts).isZero();
    }

    @Test
    void a_message_stands_where_the_platform_put_it_and_its_thread_goes_on_where_it_was() {
        chat.withThreadsAsChannels();
        outbox.post(OPS, "UP-1", says("plan"));
        outbox.post(new Under("UP-1"), "UP-1/card", says("card").withReactions("✅"));
        sendAll();
        outbox.edit("UP-1/card", says("card, one key"));
        outbox.post(new InThread(new Place(Platform.CONSOLE, "ops", "m1")), "help", says("help"));
        sendAll();
        assertThat(chat.said)
                .containsExactly(
                        "post #ops: plan",
                        "post m1: card",
                        "react m1/m2 ✅",
                        "edit m1/m2: card, one key",
                        "post m1: help");
        MessageRef card = new MessageRef(Platform.CONSOLE, "m1", "m2");
        assertThat(outbox.find("UP-1/card")).contains(card);
        assertThat(outbox.keyOf(card)).contains("UP-1/card");
        assertThat(outbox.keyOf(new MessageRef(Platform.CONSOLE, "ops", "m2"))).isEmpty();
        assertThat(outbox.rootOf(new Place(Platform.CONSOLE, "ops", "m1"))).contains("UP-1");
    }

    @Test
    void a_deleted_reply_is_posted_again_in_its_old_thread() {
        chat.withThreadsAsChannels();
        outbox.post(OPS, "UP-1", says("plan"));
        outbox.post(new Under("UP-1"), "UP-1/card", says("card"));
        sendAll();
        outbox.edit("UP-1/card", says("card, one key"));
        chat.before(call -> {
            if (call.startsWith("edit")) throw trouble(ChatTrouble.Kind.GONE);
        });
        sendAll();
        assertThat(chat.said).endsWith("post m1: card, one key");
        assertThat(outbox.find("UP-1/card")).contains(new MessageRef(Platform.CONSOLE, "m1", "m3"));
    }

    @Test
    void who_asked_is_told_directly_what_can_never_be_said_in_the_channel() {
        jdbi.useTransaction(h -> outbox.post(h, OPS, "UP-1", says("plan"), ASKER));
        chat.before(call -> {
            if (call.startsWith("post")) throw trouble(ChatTrouble.Kind.GONE);
        });
        sendAll();
        assertThat(chat.said).containsExactly("tell operator: I could not say this there: plan");
        String words = jdbi.withHandle(this::lastBody);
        assertThat(words).contains("ops").contains("Invite me there or unarchive it");
    }

    private String lastBody(Handle h) {
        outbox.post(h, OPS, "UP-2", says("next plan"), ASKER);
        Message told = Undelivered.of(says("next plan"), LaneStore.laneOf(h, "UP-2"));
        return told.parts().toString();
    }

    @Test
    void a_newer_home_page_replaces_one_that_was_not_drawn() {
        outbox.home(ASKER, says("1 waiting"));
        outbox.home(new ChatUser(Platform.CONSOLE, "viewer"), says("nothing"));
        outbox.home(ASKER, says("2 waiting"));
        sendAll();
        outbox.home(ASKER, says("none waiting"));
        sendAll();
        assertThat(chat.said)
                .containsExactly(
                        "home of operator: 2 waiting", "home of viewer: nothing", "home of operator: none waiting");
    }

    @Test
    void what_is_for_a_platform_spoken_elsewhere_waits_for_the_replica_that_speaks_there() {
        outbox.post(OPS, "UP-1", says("plan"));
        chat.here(false);
        sendAll();
        assertThat(chat.said).isEmpty();
        chat.here(true);
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
    }

    @Test
    void a_drawn_message_says_what_is_true_when_it_is_sent() {
        Drawn drawn = new Drawn();
        OutboxSender drawing = new OutboxSender(store, clock, () -> List.of(chat), drawn);
        outbox.post(OPS, "UP-1", says("plan"));
        jdbi.useTransaction(h -> outbox.show(h, new Under("UP-1"), "UP-1/log"));
        jdbi.useTransaction(h -> outbox.show(h, new Under("UP-1"), "UP-1/log"));
        drawn.words = "line 7";
        while (drawing.sendNext()) assertThat(chat.said).hasSizeLessThan(9);
        drawn.words = "line 9";
        jdbi.useTransaction(h -> outbox.show(h, new Under("UP-1"), "UP-1/log"));
        while (drawing.sendNext()) assertThat(chat.said).hasSizeLessThan(9);
        assertThat(chat.said).containsExactly("post #ops: plan", "post m1: line 7", "edit m2: line 9");
        assertThat(drawn.shown).isEqualTo(2);
    }

    @Test
    void a_drawing_that_fails_holds_up_nothing_else() {
        Drawn drawn = new Drawn();
        drawn.words = "";
        OutboxSender drawing = new OutboxSender(store, clock, () -> List.of(chat), drawn);
        jdbi.useTransaction(h -> outbox.show(h, OPS, "broken"));
        outbox.post(new InChannel(Platform.CONSOLE, "dev"), "UP-1", says("plan"));
        for (int minute = 0; minute < 12; minute++) {
            while (drawing.sendNext()) assertThat(chat.said).hasSizeLessThan(9);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(chat.said).containsExactly("post #dev: plan");
        assertThat(drawn.lost).isEqualTo(1);
    }

    private static final class Drawn implements Drawing {
        private String words = "";
        private int shown;
        private int lost;

        @Override
        public Optional<Message> draw(Handle transaction, String key, Duration waited) {
            if (words.isEmpty()) throw new IllegalStateException("nothing to draw from");
            return Optional.of(says(words));
        }

        @Override
        public void shown(Handle transaction, String key) {
            shown++;
        }

        @Override
        public void lost(Handle transaction, String key) {
            lost++;
        }
    }
}
