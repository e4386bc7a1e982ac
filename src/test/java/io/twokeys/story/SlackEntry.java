package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.chat.slack.fake.Account;
import io.twokeys.chat.slack.fake.Ack;
import io.twokeys.chat.slack.fake.FakeSlack;
import io.twokeys.chat.slack.fake.Posted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Slack, as the members of a channel use it. */
final class SlackEntry implements Entry {
    private static final String CHANNEL = "C0SANDBOX";
    private static final Map<String, String> EMOJI = Map.of("✅", "white_check_mark", "❌", "x");
    private static final String COMMAND = "/odoo ";

    private final FakeSlack slack = new FakeSlack();
    private final boolean overSockets;

    private SlackEntry(boolean overSockets) {
        this.overSockets = overSockets;
        var channel = slack.channel(CHANNEL, "odoo-sandbox").with(FakeSlack.BOT);
        for (Cast person : Cast.values()) {
            slack.account(Account.member(account(person), person.called()));
            channel.with(account(person));
        }
    }

    static SlackEntry overHttp() {
        return new SlackEntry(false);
    }

    static SlackEntry overSockets() {
        return new SlackEntry(true);
    }

    /** Slack itself, for what only its administrators see. */
    FakeSlack slack() {
        return slack;
    }

    @Override
    public String platform() {
        return "slack";
    }

    @Override
    public String account(Cast person) {
        return "U0" + person.called().toUpperCase(Locale.ROOT).replace("-", "");
    }

    @Override
    public void prepare(TwokeysProcess twokeys) {
        twokeys.with("SLACK_API_URL", slack.address())
                .with("SLACK_BOT_TOKEN", FakeSlack.TOKEN)
                .with("TWOKEYS_SANDBOX_CHANNELS_SLACK", CHANNEL);
        if (overSockets) {
            twokeys.with("SLACK_APP_TOKEN", FakeSlack.APP_TOKEN);
            slack.deliversOverSockets();
        } else {
            twokeys.with("SLACK_SIGNING_SECRET", FakeSlack.SECRET);
            slack.deliversTo("http://127.0.0.1:" + twokeys.port() + "/slack/events");
        }
    }

    @Override
    public void awaitConnection() {
        if (!overSockets) return;
        await("a socket")
                .atMost(Duration.ofSeconds(60))
                .until(() -> slack.sockets().open() > 0);
    }

    @Override
    public List<Message> after(String id) {
        List<Posted> all = new ArrayList<>(slack.messages(CHANNEL));
        List<Message> messages = new ArrayList<>();
        for (Cast one : Cast.values()) {
            var person = slack.person(account(one));
            all.addAll(person.whispers());
            person.directs().forEach(direct -> messages.add(message(direct, one.called())));
        }
        all.forEach(posted -> messages.add(message(posted, name(posted.to()))));
        return messages.stream()
                .filter(message -> message.id().compareTo(id) > 0)
                .sorted(Comparator.comparing(Message::id))
                .toList();
    }

    private String name(String account) {
        for (Cast person : Cast.values()) if (account(person).equals(account)) return person.called();
        return "";
    }

    private static Message message(Posted posted, String to) {
        String kind = posted.payload("kind").toLowerCase(Locale.ROOT);
        return new Message(
                posted.ts(),
                posted.thread(),
                kind.isEmpty() ? "said" : kind,
                posted.title(),
                posted.text(),
                to,
                posted.buttons().stream()
                        .map(button -> new Message.Button(button.value(), button.label()))
                        .toList(),
                posted.files().stream().map(Posted.Upload::name).toList());
    }

    private Posted posted(Message message) {
        return slack.messages(CHANNEL).stream()
                .filter(posted -> posted.ts().equals(message.id()))
                .findFirst()
                .orElseThrow();
    }

    /** In a thread Slack has no slash commands: there the bot is mentioned. */
    @Override
    public void types(String person, String text, @Nullable Message thread) {
        String words = text.substring(COMMAND.length());
        if (thread == null) taken(person(person).types(CHANNEL, words));
        else person(person).mentions(CHANNEL, posted(thread), words);
    }

    /** Words of their own in a thread, not for the bot. */
    void says(String person, String text, Message thread) {
        person(person).says(CHANNEL, posted(thread), text);
    }

    /** An administrator removes a message. */
    void deletes(Message message) {
        slack.deletes(posted(message));
    }

    @Override
    public void reacts(String person, String emoji, Message message) {
        person(person).reacts(posted(message), EMOJI.getOrDefault(emoji, emoji));
    }

    @Override
    public void takesBack(String person, String emoji, Message message) {
        person(person).unreacts(posted(message), EMOJI.getOrDefault(emoji, emoji));
    }

    @Override
    public void presses(String person, Message.Button button, Message message) {
        Posted posted = posted(message);
        Posted.Button pressed = posted.buttons().stream()
                .filter(now -> now.value().equals(button.id()))
                .findFirst()
                .orElse(new Posted.Button(button.id(), button.id(), "gone", button.label(), "", ""));
        taken(person(person).presses(posted, pressed));
    }

    private io.twokeys.chat.slack.fake.Person person(String name) {
        return slack.person(account(Cast.named(name)));
    }

    private static void taken(Ack ack) {
        assertThat(ack.ok()).as(ack.toString()).isTrue();
    }

    /** Files are messages of their own, in the same thread. */
    @Override
    public Optional<byte[]> download(Message message, String file) {
        return slack.messages(CHANNEL).stream()
                .filter(posted -> posted.thread().equals(message.thread()))
                .flatMap(posted -> posted.files().stream())
                .filter(upload -> upload.name().equals(file))
                .map(Posted.Upload::content)
                .findFirst();
    }

    @Override
    public void close() {
        slack.close();
    }
}
