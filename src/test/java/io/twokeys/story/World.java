package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Twokeys with the embedded defaults, its sandbox, and a channel on every entry in which people speak to it. */
final class World implements AutoCloseable {
    final TwokeysProcess twokeys;
    final Channel channel;
    final SandboxView host;
    private final Map<Entry, Channel> channels = new LinkedHashMap<>();

    private World(List<Entry> entries) {
        twokeys = TwokeysProcess.inEmptyFolder().with("TWOKEYS_APPROVAL_COUNTDOWN", "PT3S");
        entries.forEach(entry -> entry.prepare(twokeys));
        if (entries.stream().noneMatch(ConsoleEntry.class::isInstance))
            twokeys.withFile("config/people.yaml", Cast.people(entries));
        twokeys.start();
        entries.forEach(Entry::awaitConnection);
        entries.forEach(entry -> channels.put(entry, new Channel(entry)));
        channel = channels.values().iterator().next();
        host = new SandboxView(twokeys);
    }

    /** Hands the stories of a class marked with {@link On} one world on that entry, and ends it after the last of them. */
    static final class OnItsEntry implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == World.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext marked = context;
            while (!isMarked(marked)) marked = marked.getParent().orElseThrow();
            var on = marked.getRequiredTestClass().getAnnotation(On.class);
            return marked.getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(World.class, key -> new World(open(on)), World.class);
        }

        private static List<Entry> open(On on) {
            return Arrays.stream(on.value()).map(On.Way::open).toList();
        }

        private static boolean isMarked(ExtensionContext context) {
            return context.getTestMethod().isEmpty()
                    && context.getTestClass()
                            .filter(type -> type.isAnnotationPresent(On.class))
                            .isPresent();
        }
    }

    /** Starts Twokeys, or starts it again where it was killed. */
    void start() {
        twokeys.start();
        channels.keySet().forEach(Entry::awaitConnection);
    }

    /** A new scenario: quick, healthy, and deaf to what was said before. */
    void begin() {
        host.pace(0.03);
        host.letGo();
        channels.values().forEach(Channel::fromNow);
        assertThat(host.frozen()).isFalse();
        await("Odoo").atMost(Duration.ofSeconds(60)).until(() -> host.loginPage() == 200);
    }

    /** The chat platform as such, for stories that are told there alone. */
    <E extends Entry> E entry(Class<E> type) {
        return channels.keySet().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The target's channel on that platform. */
    Channel channel(Class<? extends Entry> type) {
        return Objects.requireNonNull(channels.get(entry(type)));
    }

    Channel.Person operator() {
        return channel.person("operator");
    }

    Channel.Person manager1() {
        return channel.person("manager-1");
    }

    Channel.Person manager2() {
        return channel.person("manager-2");
    }

    /** Types an upgrade and presses Start; the card that its thread is under. */
    Message upgrade(String module) {
        operator().types("/odoo upgrade " + module);
        Message plan = channel.shows("plan", "upgrade " + module);
        operator().presses("Start", plan);
        return plan;
    }

    /** Asks for a rollback; its card. */
    Message askForRollback() {
        operator().types("/odoo rollback because the story says so");
        return channel.shows("approval", "roll back sandbox", "0 of 2 keys");
    }

    /** A rollback with both keys, to the end. */
    void rollBack() {
        Message card = askForRollback();
        manager1().reacts("✅", card);
        manager2().reacts("✅", card);
        channel.thread(card).shows("verdict", "succeeded");
    }

    /** {@code UP-7} of the thread under {@code plan}. */
    String operation(Message plan) {
        return channel.thread(plan).operation();
    }

    /** The log in the thread and the attached file are what the host wrote, masked, and nothing else. */
    void theLogIsToldWhole(Message plan, String operation) {
        theLogIsToldWhole(channel, plan, operation);
    }

    void theLogIsToldWhole(Channel where, Message plan, String operation) {
        ToldLog.isWhole(where, plan, operation, host.output(operation + "-upgrade"));
    }

    @Override
    public void close() throws IOException {
        twokeys.close();
        channels.keySet().forEach(Entry::close);
    }
}
