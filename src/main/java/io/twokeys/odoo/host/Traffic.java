package io.twokeys.odoo.host;

import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostSession;
import java.time.Duration;

/** The maintenance page in front of Odoo: shown while its flag file exists. */
public final class Traffic {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HostSession session;
    private final String user;
    private final String flag;

    Traffic(HostSession session, String user, String flag) {
        this.session = session;
        this.user = user;
        this.flag = flag;
    }

    public void freeze() {
        run("touch", flag);
    }

    public void thaw() {
        run("rm", "-f", flag);
    }

    public boolean frozen() {
        return session.run(ShellCommand.of("test", "-e", flag).as(user), LIMIT).yes("looking for " + flag);
    }

    private void run(String... words) {
        session.run(ShellCommand.of(words).as(user), LIMIT).orTrouble("the maintenance flag " + flag);
    }
}
