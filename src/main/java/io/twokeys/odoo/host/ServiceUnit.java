package io.twokeys.odoo.host;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostSession;
import java.time.Duration;

/** The service unit that runs Odoo. */
public final class ServiceUnit {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final HostSession session;
    private final String unit;

    ServiceUnit(HostSession session, String unit) {
        this.session = session;
        this.unit = unit;
    }

    public void start() {
        control("start");
    }

    public void stop() {
        control("stop");
    }

    public boolean active() {
        return state().equals("active");
    }

    /** Whether it ended by itself and systemd does not start it again. */
    public boolean failed() {
        return state().equals("failed");
    }

    /** In systemd's word: active, activating, failed, inactive and so on; empty if it says none. */
    public String state() {
        String word = session.run(ShellCommand.of("systemctl", "is-active", unit), LIMIT)
                .out()
                .strip();
        return word.matches("[a-z]{1,20}") ? word : "";
    }

    private void control(String verb) {
        session.run(ShellCommand.of("systemctl", verb, unit).asRoot(), LIMIT)
                .orTrouble("systemctl " + verb + " " + unit);
    }
}
