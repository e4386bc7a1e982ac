package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.tail.Redactor;
import java.io.IOException;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Twokeys with the embedded defaults, its console and its sandbox, shared by all stories that need nothing else. */
final class World implements AutoCloseable {
    private static final String CHANNEL = "odoo-sandbox";

    final TwokeysProcess twokeys;
    final Console console;
    final SandboxView host;

    private World() {
        twokeys = TwokeysProcess.inEmptyFolder()
                .with("TWOKEYS_APPROVAL_COUNTDOWN", "PT3S")
                .start();
        console = new Console(twokeys.port());
        host = new SandboxView(twokeys);
    }

    /** Hands the shared world to a test class and ends it after the last one. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == World.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Objects.requireNonNull(context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(World.class, key -> new World(), World.class));
        }
    }

    /** A new scenario: quick, healthy, and deaf to what was said before. */
    void begin() {
        host.pace(0.03);
        host.letGo();
        console.from(CHANNEL);
        assertThat(host.frozen()).isFalse();
        assertThat(host.loginPage()).isEqualTo(200);
    }

    Console.Person operator() {
        return console.person("operator");
    }

    Console.Person manager1() {
        return console.person("manager-1");
    }

    Console.Person manager2() {
        return console.person("manager-2");
    }

    /** Types an upgrade and presses Start; the card that its thread is under. */
    Message upgrade(String module) {
        operator().types("/odoo upgrade " + module);
        Message plan = console.shows("plan", "upgrade " + module);
        operator().presses("Start", plan);
        return plan;
    }

    /** Asks for a rollback; its card. */
    Message askForRollback() {
        operator().types("/odoo rollback because the story says so");
        return console.shows("approval", "roll back sandbox", "0 of 2 keys");
    }

    /** A rollback with both keys, to the end. */
    void rollBack() {
        Message card = askForRollback();
        manager1().reacts("✅", card);
        manager2().reacts("✅", card);
        console.thread(card).shows("verdict", "succeeded");
    }

    /** {@code UP-7} of the thread under {@code plan}. */
    String operation(Message plan) {
        return console.thread(plan).shows("progress", ": ").title().split(":", 2)[0];
    }

    /** The log in the thread and the attached file are what the host wrote, masked, and nothing else. */
    void theLogIsToldWhole(Message plan, String operation) {
        String written = new Redactor().redact(host.output(operation + "-upgrade"));
        Message whole = console.thread(plan).shows("log", "Whole log of " + operation);
        assertThat(new String(console.download(whole, operation + ".log"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(written);
        assertThat(pages(plan, operation)).isEqualTo(written);
    }

    private String pages(Message plan, String operation) {
        String title = "Log of " + operation + ", page ";
        return console.thread(plan).all().stream()
                .filter(message -> message.title().startsWith(title))
                .sorted(Comparator.comparingInt(
                        message -> Integer.parseInt(message.title().substring(title.length()))))
                .map(Message::body)
                .collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        twokeys.close();
    }
}
