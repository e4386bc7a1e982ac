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
        return session.run(ShellCommand.of("systemctl", "is-active", unit), LIMIT)
                .out()
                .strip()
                .equals("active");
    }

    private void control(String verb) {
        session.run(ShellCommand.of("systemctl", verb, unit).asRoot(), LIMIT)
                .orTrouble("systemctl " + verb + " " + unit);
    }
}
