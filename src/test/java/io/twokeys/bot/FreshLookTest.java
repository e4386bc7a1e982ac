package io.twokeys.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.odoo.host.Reach;
import io.twokeys.people.People;
import io.twokeys.plan.History;
import io.twokeys.plan.Planner;
import io.twokeys.ssh.Hosts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class FreshLookTest {
    private final Jdbi jdbi = TestPostgres.fresh();
    private final Outbox outbox = new Outbox(new OutboxStore(jdbi), InstantSource.system());
    private final Conversation here = new Conversation("AR-1", Platform.SLACK, "ops", null, "");
    private final FreshLook look = new FreshLook(
            new Planner(new Checkpoints(jdbi), new NoHistory(), new Planner.Steps(List.of(), List.of())),
            new Reach(new Fleet(List.of()), new Hosts()),
            new Chat.All(List.of()),
            outbox,
            new People(List.of()));

    @Test
    void votes_on_a_platform_that_is_not_connected_are_unknown_and_not_gone() {
        outbox.post(here.root(), here.card(), Message.of(Kind.APPROVAL, "AR-1", Text.of("two keys")));
        jdbi.useHandle(handle -> handle.execute(
                "update outbox_message set message_id = '1', message_channel = channel, thread_id = '1'"));

        assertThatThrownBy(() -> look.reactions(here))
                .isInstanceOfSatisfying(
                        ChatTrouble.class,
                        trouble -> assertThat(trouble.kind()).isEqualTo(ChatTrouble.Kind.UNAVAILABLE));
    }

    @Test
    void a_card_that_was_never_there_has_no_votes() {
        outbox.post(here.root(), here.card(), Message.of(Kind.APPROVAL, "AR-1", Text.of("two keys")));

        assertThat(look.reactions(here)).isEmpty();
    }

    private static final class NoHistory implements History {
        @Override
        public Optional<String> holder(TargetName target) {
            return Optional.empty();
        }

        @Override
        public Optional<String> halfUpgradedBy(TargetName target) {
            return Optional.empty();
        }

        @Override
        public List<Duration> durations(TargetName target, String kind) {
            return List.of();
        }
    }
}
