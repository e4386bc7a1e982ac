package io.twokeys.chat.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Menu;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.slack.fake.Modal;
import io.twokeys.chat.slack.fake.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modals: opened within the trigger's three seconds, before the database is asked for anything, and kept once they are sent. */
class SlackFormsTest extends SlackFixture {
    private static final ChatUser ANN = new ChatUser(Platform.SLACK, "U1");
    private static final Place CHANNEL = Place.channel(Platform.SLACK, "C1");
    private static final Duration SOON = Duration.ofSeconds(10);

    private Person ann() {
        return slack.person("U1");
    }

    private MessageRef card() {
        return chat.post(
                CHANNEL,
                Message.of(Message.Kind.APPROVAL, "AR-1")
                        .withButtons(Button.of("deny:AR-1", "Deny", Message.Style.DANGER)),
                "AR-1",
                false);
    }

    private void over(String entry) throws IOException {
        if (entry.equals("http")) overHttp();
        else overSocket();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socket"})
    void a_bare_command_opens_a_form_that_knows_the_names(String entry) throws IOException {
        over(entry);
        assertThat(ann().types("C1", "upgrade").ok()).isTrue();
        Modal modal = ann().modal();
        assertThat(modal.title()).isEqualTo("Upgrade");
        assertThat(stored()).isZero();
        assertThat(modal.searches("Modules", "sa")).containsExactly("sale", "sale_custom", "sa");
        assertThat(menu.asked).containsExactly(new Menu.Typing(ANN, CHANNEL, "upgrade", "modules", "sa", Map.of()));
        assertThat(modal.submit().errors()).containsKey("Modules");
        assertThat(modal.picks("Modules", "sale_custom")
                        .fill("Target", "prod")
                        .submit()
                        .closed())
                .isTrue();
        awaitEvents(1);
        assertThat(events)
                .containsExactly(new CommandIssued(
                        modal.json().path("id").asText(), ANN, CHANNEL, "upgrade{modules=sale_custom, on=prod}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socket"})
    void a_denial_counts_once_its_form_is_sent(String entry) throws IOException {
        over(entry);
        MessageRef card = card();
        ann().presses(slack.said().getFirst(), "Deny");
        Modal modal = ann().modal();
        assertThat(stored()).isZero();
        assertThat(modal.fill("Why", "<!channel> not on a Friday").submit().closed())
                .isTrue();
        awaitEvents(1);
        assertThat(events)
                .containsExactly(new ButtonPressed(
                        modal.json().path("id").asText(),
                        ANN,
                        card,
                        "deny:AR-1",
                        Map.of("reason", "<!channel> not on a Friday")));
    }

    @Test
    void a_reason_may_be_left_out() throws IOException {
        overHttp();
        card();
        ann().presses(slack.said().getFirst(), "Deny");
        assertThat(ann().modal().submit().closed()).isTrue();
        awaitEvents(1);
        assertThat(((ButtonPressed) events.getFirst()).input()).isEmpty();
    }

    @Test
    void the_message_shortcut_says_a_command_in_the_thread() throws IOException {
        overHttp();
        MessageRef root = card();
        var reply = ann().says("C1", slack.said().getFirst(), "what now?");
        ann().shortcut("thread_action", reply);
        Modal modal = ann().modal();
        assertThat(modal.title()).isEqualTo("Act on this thread");
        assertThat(modal.fill("What to do", "/odoo logs UP-1").submit().closed())
                .isTrue();
        slack.settles();
        inbox.start(events::add);
        await().atMost(SOON).until(() -> events.stream().anyMatch(CommandIssued.class::isInstance));
        assertThat(events)
                .contains(new CommandIssued(modal.json().path("id").asText(), ANN, root.thread(), "logs UP-1"));
    }

    @Test
    void a_shortcut_on_a_message_outside_of_threads_speaks_below_it() throws IOException {
        overHttp();
        MessageRef root = card();
        ann().shortcut("thread_action", slack.said().getFirst());
        ann().modal().fill("What to do", "status").submit();
        awaitEvents(1);
        assertThat(((CommandIssued) events.getFirst()).place()).isEqualTo(root.thread());
    }

    @Test
    void whoever_was_too_slow_for_a_form_is_told_what_to_do_instead() throws IOException {
        overHttp();
        card();
        slack.refuse("views.open", "expired_trigger_id");
        ann().types("C1", "upgrade");
        await().atMost(SOON).until(() -> !ann().whispers().isEmpty());
        assertThat(ann().whispers().getFirst().text()).contains("expired_trigger_id", "/odoo upgrade …", "/odoo help");
        slack.refuse("views.open", "expired_trigger_id");
        ann().presses(slack.said().getFirst(), "Deny");
        await().atMost(SOON).until(() -> ann().whispers().size() == 2);
        assertThat(ann().whispers().getLast().text()).contains("nothing was done", "Press the button again");
        slack.refuse("views.open", "expired_trigger_id");
        ann().shortcut("thread_action", slack.said().getFirst());
        await().atMost(SOON).until(() -> ann().whispers().size() == 3);
        assertThat(ann().whispers().getLast().text()).contains("Mention me in the thread");
        assertThat(slack.said().getFirst().title()).isEqualTo("AR-1");
        assertThat(stored()).isZero();
    }

    @Test
    void a_form_that_could_not_be_kept_stays_open_and_counts_once_it_can() throws IOException {
        overHttp();
        jdbi.useHandle(h -> h.execute("alter table arrival rename to away"));
        ann().types("C1", "upgrade");
        Modal modal = ann().modal();
        var sent = modal.picks("Modules", "sale").submit();
        assertThat(sent.closed()).isFalse();
        assertThat(sent.errors().get("Modules")).contains("try again");
        jdbi.useHandle(h -> h.execute("alter table away rename to arrival"));
        assertThat(modal.submit().closed()).isTrue();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void a_press_that_could_not_be_kept_is_told() throws IOException {
        overHttp();
        chat.post(
                CHANNEL,
                Message.of(Message.Kind.PLAN, "AR-2")
                        .withButtons(Button.of("start:AR-2", "Start", Message.Style.PRIMARY)),
                "AR-2",
                false);
        jdbi.useHandle(h -> h.execute("alter table arrival rename to away"));
        assertThat(ann().presses(slack.said().getFirst(), "Start").ok()).isFalse();
        await().atMost(SOON)
                .until(() -> ann().whispers().stream().anyMatch(it -> it.text().contains("try again")));
        assertThat(slack.said().getFirst().title()).isEqualTo("AR-2");
        jdbi.useHandle(h -> h.execute("alter table away rename to arrival"));
    }

    @Test
    void what_somebody_else_put_into_a_form_is_nothing_of_ours() throws IOException {
        assertThat(io.twokeys.chat.slack.view.FormPurpose.read("{\"for\":\"party\"}"))
                .isEmpty();
        assertThat(io.twokeys.chat.slack.view.FormPurpose.read("")).isEmpty();
    }
}
