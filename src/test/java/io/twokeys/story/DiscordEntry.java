package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import io.twokeys.chat.discord.FakeDiscord;
import io.twokeys.chat.discord.FakeInteraction;
import io.twokeys.chat.discord.FakePerson;
import io.twokeys.chat.discord.ShownMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Discord, as the members of a server use it. */
final class DiscordEntry implements Entry {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MODAL = 9;

    private final FakeDiscord discord = new FakeDiscord();
    private final String channel = discord.addChannel("odoo-sandbox");
    private final Map<Cast, FakePerson> people = new EnumMap<>(Cast.class);

    DiscordEntry() {
        for (Cast person : Cast.values()) people.put(person, discord.addPerson(person.called()));
    }

    /** Discord itself, for what only its moderators see. */
    FakeDiscord discord() {
        return discord;
    }

    @Override
    public String platform() {
        return "discord";
    }

    @Override
    public String account(Cast person) {
        return person(person).id();
    }

    @Override
    public void prepare(TwokeysProcess twokeys) {
        twokeys.with("DISCORD_API_URL", discord.apiUrl())
                .with("DISCORD_GATEWAY_URL", discord.gatewayUrl())
                .with("DISCORD_BOT_TOKEN", FakeDiscord.TOKEN)
                .with("TWOKEYS_SANDBOX_CHANNELS_DISCORD", channel);
    }

    @Override
    public void awaitConnection() {
        await("the gateway and the commands")
                .atMost(PATIENCE)
                .until(() ->
                        discord.gate().connected() > 0 && !discord.commands().isEmpty());
    }

    @Override
    public List<Message> after(String id) {
        List<Message> messages = new ArrayList<>();
        for (ShownMessage root : discord.messages(channel)) {
            messages.add(message(root, null, ""));
            if (discord.hasPlace(root.id()))
                discord.messages(root.id()).forEach(reply -> messages.add(message(reply, root.id(), "")));
        }
        people.forEach((person, account) ->
                account.isToldAlone().forEach(told -> messages.add(message(told, null, person.called()))));
        return messages.stream()
                .filter(message -> number(message.id()) > number(id))
                .sorted(Comparator.comparingLong(message -> number(message.id())))
                .toList();
    }

    private static long number(String id) {
        return id.isEmpty() ? 0 : Long.parseLong(id);
    }

    private static Message message(ShownMessage shown, @Nullable String thread, String to) {
        return new Message(
                shown.id(),
                Optional.ofNullable(thread),
                shown.kind().isEmpty() ? "said" : shown.kind().toLowerCase(Locale.ROOT),
                shown.title(),
                shown.title().isEmpty() ? shown.text() : shown.whole(),
                to,
                shown.buttons().stream()
                        .filter(ShownMessage.Button::enabled)
                        .map(button -> new Message.Button(button.id(), button.label()))
                        .toList(),
                shown.files().stream().map(ShownMessage.File::name).toList());
    }

    /** A person picks the command in the client and fills in its options there. */
    @Override
    public void types(String person, String text, @Nullable Message thread) {
        var filled = SlashCommand.of(text, discord.commands());
        String place = thread == null ? channel : thread.id();
        person(person).types(place, filled.path(), filled.options()).awaitAnswer();
    }

    @Override
    public void reacts(String person, String emoji, Message message) {
        person(person).reacts(place(message), message.id(), emoji, false);
    }

    @Override
    public void takesBack(String person, String emoji, Message message) {
        person(person).takesBack(place(message), message.id(), emoji, false);
    }

    private String place(Message message) {
        return message.thread().orElse(channel);
    }

    /** What the press asks for is filled in and sent: a modal as it is, a question with its only button. */
    @Override
    public void presses(String person, Message.Button button, Message message) {
        FakePerson by = person(person);
        int before = by.isToldAlone().size();
        FakeInteraction pressed =
                by.pressesStale(place(message), message.id(), button.id()).awaitAnswer();
        if (pressed.answer() == MODAL) by.submits(pressed, Map.of()).awaitAnswer();
        by.isToldAlone().stream()
                .skip(before)
                .filter(told -> !told.buttons().isEmpty())
                .findFirst()
                .ifPresent(question -> by.presses(
                                question, question.buttons().getFirst().label())
                        .awaitAnswer());
    }

    private FakePerson person(String name) {
        return person(Cast.named(name));
    }

    private FakePerson person(Cast person) {
        return Objects.requireNonNull(people.get(person));
    }

    /** Files are in the same thread, with the message or right after it. */
    @Override
    public Optional<byte[]> download(Message message, String file) {
        return discord.messages(place(message)).stream()
                .flatMap(shown -> shown.files().stream())
                .filter(one -> one.name().equals(file))
                .map(ShownMessage.File::content)
                .findFirst();
    }

    @Override
    public void close() {
        discord.close();
    }
}
