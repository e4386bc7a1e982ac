package io.twokeys.odoo.host;

import io.twokeys.fleet.Odoo;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import io.twokeys.ssh.HostSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Odoo's configuration file says, but for its passwords: only these options leave the host. */
public final class OdooConf {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ASKED =
            "s/^[[:space:]]*(data_dir|db_host|db_name|db_user|list_db|logfile)[[:space:]]*=[[:space:]]*(.*)$/\\1=\\2/p";
    private static final Pattern NO_VALUE = Pattern.compile("|False|None");

    private final HostSession session;
    private final Odoo odoo;

    public OdooConf(HostSession session, Odoo odoo) {
        this.session = session;
        this.odoo = odoo;
    }

    /** Option to value as it stands there; empty if the file cannot be read. */
    public Optional<Map<String, String>> options() {
        CommandResult read = run("sed", "-n", "-E", "-e", ASKED, "--", odoo.config());
        if (!read.ok()) return Optional.empty();
        Map<String, String> options = new HashMap<>();
        for (String line : read.out().lines().toList()) {
            int equals = line.indexOf('=');
            options.put(line.substring(0, equals), line.substring(equals + 1).strip());
        }
        return Optional.of(options);
    }

    /** Its value; empty where it has none, as {@code False} and {@code None} say in Odoo 14 to 19 ({@code odoo/tools/config.py}). */
    public static Optional<String> value(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name))
                .filter(value -> !NO_VALUE.matcher(value).matches());
    }

    private CommandResult run(String... words) {
        return session.run(ShellCommand.of(words).as(odoo.user()), LIMIT);
    }
}
