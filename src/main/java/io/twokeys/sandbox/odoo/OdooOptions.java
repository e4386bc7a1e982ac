package io.twokeys.sandbox.odoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code odoo-bin}, as far as an upgrade or a look at a copy needs it.
 *
 * @param config the configuration file, null for none
 * @param database the database, empty for none
 * @param logfile where the log goes, empty for standard error
 * @param port where it serves pages; empty to do what it is asked and stop
 */
record OdooOptions(@Nullable String config, String database, Set<String> upgraded, String logfile, String port) {
    private static final Set<String> WITH_VALUE = Set.of(
            "-c",
            "--config",
            "-d",
            "--database",
            "-u",
            "--update",
            "--logfile",
            "-i",
            "--init",
            "--addons-path",
            "--log-level",
            "--log-handler",
            "--workers",
            "--max-cron-threads",
            "--db_host",
            "--db_port",
            "-r",
            "-w",
            "--limit-memory-hard",
            "--limit-memory-soft",
            "--limit-time-cpu",
            "--limit-time-real",
            "--http-port",
            "-p",
            "--http-interface",
            "--db-filter",
            "--load",
            "--data-dir",
            "--pidfile",
            "--smtp",
            "--upgrade-path",
            "--transient-age-limit");
    private static final Set<String> FLAGS =
            Set.of("--stop-after-init", "--no-http", "--skip-auto-install", "--without-demo", "--save", "server");

    /** The option that {@code odoo-bin} does not know. */
    static final class UnknownOption extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownOption(String option) {
            super(option);
        }
    }

    static OdooOptions parse(String... words) throws UnknownOption {
        String config = null;
        String database = "";
        String logfile = "";
        String port = "";
        boolean stops = false;
        Set<String> upgraded = new TreeSet<>();
        List<String> rest = new ArrayList<>(List.of(words));
        while (!rest.isEmpty()) {
            String[] option = next(rest);
            switch (option[0]) {
                case "-c", "--config" -> config = option[1];
                case "-d", "--database" -> database = option[1];
                case "--logfile" -> logfile = option[1];
                case "-p", "--http-port" -> port = option[1];
                case "--stop-after-init" -> stops = true;
                case "-u", "--update" -> upgraded.addAll(List.of(option[1].split(",")));
                default -> {}
            }
        }
        return new OdooOptions(config, database, upgraded, logfile, stops ? "" : port);
    }

    private static String[] next(List<String> rest) throws UnknownOption {
        String word = rest.removeFirst();
        int equals = word.indexOf('=');
        String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
        if (FLAGS.contains(name)) return new String[] {name, ""};
        if (!WITH_VALUE.contains(name)) throw new UnknownOption(name);
        if (!name.equals(word)) return new String[] {name, word.substring(equals + 1)};
        if (rest.isEmpty()) throw new UnknownOption(name);
        return new String[] {name, rest.removeFirst()};
    }
}
