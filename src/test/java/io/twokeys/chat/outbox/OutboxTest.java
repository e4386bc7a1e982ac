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
import io.twokeys.chat.outbox.Outbox.Destination.InThread;
import io.twokeys.chat.outbox.Outbox.Destination.Under;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest extends OutboxWorld {
    @Test
    void a_thread_reads_in_the_order_it_was_written() {
        outbox.post(OPS, "UP-1", says("plan"));
        outbox.post(new Under("UP-1"), "UP-1/log", says("log page 1"));
        outbox.edit("UP-1/log", says("log page 1, longer"));
        outbox.post(new Under("UP-1"), "UP-1/verdict", says("failed"));
        sendAll();
        assertThat(chat.said)
                .containsExactly(
                        "post #ops: plan", "post m1: log page 1", "edit m2: log page 1, longer", "post m1: failed");
        assertThat(outbox.find("UP-1")).contains(new MessageRef(Platform.CONSOLE, "ops", "m1"));
        assertThat(outbox.keyOf(new MessageRef(Platform.CONSOLE, "ops", "m2"))).contains("UP-1/log");
        assertThat(outbox.rootOf(new Place(Platform.CONSOLE, "ops", "m1"))).contains("UP-1");
    }

    @Test
    void a_key_is_posted_once() {
        assertThat(outbox.post(OPS, "UP-1", says("plan"))).isTrue();
        assertThat(outbox.post(OPS, "UP-1", says("plan, again"))).isFalse();
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
    }

    @Test
    void what_is_rolled_back_is_never_said() {
        assertThatThrownBy(() -> jdbi.useTransaction(h -> {
                    outbox.post(h, OPS, "UP-1", says("plan"));
                    throw new IllegalStateException("the operation could not be stored");
                }))
                .isInstanceOf(IllegalStateException.class);
        sendAll();
        assertThat(chat.said).isEmpty();
    }

    @Test
    void pending_edits_melt_into_the_last_one() {
        outbox.post(OPS, "UP-1", says("0 %"));
        sendAll();
        for (int percent = 10; percent <= 100; percent += 10) {
            outbox.edit("UP-1", says(percent + " %"));
        }
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: 0 %", "edit m1: 100 %");
    }

    @Test
    void an_edit_made_while_another_is_on_its_way_is_not_lost() {
        outbox.post(OPS, "UP-1", says("0 %"));
        sendAll();
        outbox.edit("UP-1", says("50 %"));
        chat.before(call -> {
            if (call.endsWith("50 %")) {
                outbox.edit("UP-1", says("100 %"));
            }
        });
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: 0 %", "edit m1: 50 %", "edit m1: 100 %");
    }

    @Test
    void a_rate_limited_thread_holds_only_itself_and_for_as_long_as_the_platform_asks() {
        outbox.post(OPS, "UP-1", says("one"));
        outbox.post(OPS, "UP-2", says("two"));
        sendAll();
        outbox.post(new Under("UP-1"), "UP-1/a", says("a of one"));
        outbox.post(new Under("UP-1"), "UP-1/b", says("b of one"));
        outbox.post(new Under("UP-2"), "UP-2/a", says("a of two"));
        chat.before(call -> {
            if (call.endsWith("of one")) {
                throw trouble(ChatTrouble.Kind.RATE_LIMITED);
            }
        });
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: one", "post #ops: two", "post m2: a of two");
        chat.before(call -> {});
        clock.advance(Duration.ofSeconds(29));
        sendAll();
        assertThat(chat.said).hasSize(3);
        clock.advance(Duration.ofSeconds(1));
        sendAll();
        assertThat(chat.said).endsWith("post m1: a of one", "post m1: b of one");
    }

    @Test
    void a_crash_between_the_post_and_its_record_does_not_say_it_twice() {
        outbox.post(OPS, "UP-1", says("plan"));
        chat.after(call -> {
            throw new CrashedError();
        });
        assertThatThrownBy(sender::sendNext).isInstanceOf(CrashedError.class);
        chat.after(call -> {});
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan");
        assertThat(outbox.find("UP-1")).isPresent();
    }

    @Test
    void a_thread_whose_root_was_deleted_goes_on_under_a_new_root() {
        outbox.post(OPS, "UP-1", says("plan"));
        sendAll();
        outbox.post(new Under("UP-1"), "UP-1/a", says("a"));
        outbox.post(new Under("UP-1"), "UP-1/b", says("b"));
        chat.before(call -> {
            if (call.startsWith("post m1:")) {
                throw trouble(ChatTrouble.Kind.GONE);
            }
        });
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan", "post #ops: a", "post m2: b");
        assertThat(outbox.rootOf(new Place(Platform.CONSOLE, "ops", "m2"))).contains("UP-1");
        assertThat(outbox.keyOf(new MessageRef(Platform.CONSOLE, "ops", "m2"))).contains("UP-1/a");
    }

    @Test
    void a_thread_goes_on_under_its_root_when_that_is_posted_anew_while_a_reply_finds_it_deleted() {
        outbox.post(OPS, "UP-1", says("plan"));
        sendAll();
        outbox.post(new Under("UP-1"), "UP-1/a", says("a"));
        outbox.edit("UP-1", says("plan, started"));
        var another = new OutboxSender(store, clock, () -> List.of(chat));
        chat.before(call -> {
            if (call.startsWith("post m1:")) assertThat(another.sendNext()).isTrue();
            if (call.contains(" m1:")) throw trouble(ChatTrouble.Kind.GONE);
        });
        sendAll();
        outbox.post(new Under("UP-1"), "UP-1/b", says("b"));
        sendAll();
        assertThat(chat.said)
                .containsExactly("post #ops: plan", "post #ops: plan, started", "post #ops: a", "post m2: b");
        assertThat(outbox.rootOf(new Place(Platform.CONSOLE, "ops", "m2"))).contains("UP-1");
    }

    @Test
    void a_deleted_message_is_posted_again_when_it_is_edited() {
        outbox.post(OPS, "UP-1", says("plan"));
        sendAll();
        outbox.edit("UP-1", says("plan, started"));
        chat.before(call -> {
            if (call.startsWith("edit m1:")) {
                throw trouble(ChatTrouble.Kind.GONE);
            }
        });
        sendAll();
        outbox.post(new Under("UP-1"), "UP-1/a", says("a"));
        outbox.edit("UP-1", says("plan, done"));
        sendAll();
        assertThat(chat.said)
                .containsExactly("post #ops: plan", "post #ops: plan, started", "post m2: a", "edit m2: plan, done");
    }

    @Test
    void what_is_refused_for_good_is_parked_with_its_reason_and_the_thread_goes_on() {
        outbox.post(OPS, "UP-1", says("far too long"));
        outbox.edit("UP-1", says("still too long"));
        outbox.post(new Under("UP-1"), "UP-1/a", says("a"));
        outbox.post(new Under("UP-1"), "UP-1/b", says("b"));
        chat.before(call -> {
            if (call.endsWith("too long")) {
                throw trouble(ChatTrouble.Kind.REFUSED);
            }
        });
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: a", "post m1: b");
        List<String> parked = jdbi.withHandle(h -> h.createQuery(
                        "select kind || ' ' || last_error from outbox where parked_at is not null order by id")
                .mapTo(String.class)
                .list());
        assertThat(parked).containsExactly("POST REFUSED: REFUSED", "EDIT its message could not be posted");
    }

    @Test
    void reactions_and_files_follow_their_message_once() {
        var file = new Message.File("upgrade.log", "log:UP-1");
        outbox.post(OPS, "UP-1", says("plan").withReactions("✅", "❌"));
        outbox.edit("UP-1", says("done").withReactions("✅", "❌").withFiles(file));
        outbox.edit("UP-1", says("done, reviewed").withFiles(file));
        sendAll();
        assertThat(chat.said)
                .containsExactly(
                        "post #ops: plan",
                        "react m1 ✅",
                        "react m1 ❌",
                        "edit m1: done, reviewed",
                        "attach m1 upgrade.log");
    }

    @Test
    void a_reply_in_a_thread_of_the_bots_own_keeps_that_threads_order() {
        outbox.post(OPS, "UP-1", says("plan"));
        sendAll();
        outbox.post(new Under("UP-1"), "UP-1/a", says("a"));
        outbox.post(new InThread(new Place(Platform.CONSOLE, "ops", "m1")), "help-1", says("help"));
        outbox.whisper(new InThread(new Place(Platform.CONSOLE, "ops", "x9")), user("viewer"), says("not for you"));
        chat.before(call -> {
            if (call.endsWith(": a")) {
                throw trouble(ChatTrouble.Kind.UNAVAILABLE);
            }
        });
        sendAll();
        assertThat(chat.said).containsExactly("post #ops: plan", "whisper to viewer: not for you");
        chat.before(call -> {});
        clock.advance(Duration.ofSeconds(1));
        sendAll();
        assertThat(chat.said).endsWith("post m1: a", "post m1: help");
    }

    private static ChatUser user(String id) {
        return new ChatUser(Platform.CONSOLE, id);
    }

    @Test
    void only_a_known_message_can_be_replied_to_or_edited() {
        assertThatThrownBy(() -> outbox.post(new Under("UP-9"), "UP-9/a", says("a")))
                .hasMessage("no message was ever posted under the key UP-9");
        assertThatThrownBy(() -> outbox.edit("UP-9", says("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static final class CrashedError extends Error {
        private static final long serialVersionUID = 1;
    }
}
