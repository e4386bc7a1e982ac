package io.twokeys.odoo;

import io.twokeys.fleet.Odoo;
import io.twokeys.odoo.module.ModuleName;
import io.twokeys.shell.ShellCommand;
import io.twokeys.shell.ShellCommand.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The command lines of odoo-bin. Immutable. */
public final class OdooCommands {
    private static final String LOGIN_PAGE = script();

    private final Odoo odoo;

    public OdooCommands(Odoo odoo) {
        this.odoo = odoo;
    }

    /**
     * Upgrades {@code modules} of the target's database. Without Odoo's own limits, which kill long upgrades; without
     * workers, so that a signal ends it; the log goes to standard error whatever the configuration says. Starts in {@code
     * /}: from a folder that Odoo's user cannot read, every module gives a warning.
     */
    public ShellCommand upgrade(List<ModuleName> modules) {
        return upgrade(odoo.database(), modules, "--logfile=");
    }

    /**
     * The same on a neutralized copy. Where no mail server is active, Odoo falls back to the one of its configuration or to
     * localhost: here to one that cannot be.
     */
    public ShellCommand upgradeCopy(String database, List<ModuleName> modules) {
        return upgrade(database, modules, "--logfile=", "--smtp=dry-run.invalid");
    }

    /**
     * Loads the registry of a neutralized copy, and nothing else: status 0 if that can be done. The service runs meanwhile, so its
     * pid file is left alone.
     */
    public ShellCommand load(String copy) {
        return once(copy, List.of(), "--logfile=", "--pidfile=", "--smtp=dry-run.invalid");
    }

    /**
     * Serves a neutralized copy on a private port until its login page and a visitor's pictures were seen, at most five minutes
     * for the page. Status 0 if they are there; else the last line of the output says what is. Of modules that are loaded for
     * all databases only Odoo's own are, so no runner of queued jobs; files go to a folder that is deleted at the end.
     */
    public ShellCommand loginPage(String copy) {
        return inRoot(ShellCommand.of("sh", "-c", LOGIN_PAGE, "twokeys", "300")
                .with(odoo.command(), "-c", odoo.config(), "-d", copy, "--db-filter=" + only(copy))
                .with("--load=base,web", "--pidfile=", "--max-cron-threads=0", "--workers=0")
                .with("--limit-memory-hard=0", "--limit-memory-soft=0", "--limit-time-cpu=0", "--limit-time-real=0")
                .with("--log-level=info", "--logfile=", "--smtp=dry-run.invalid")
                .as(odoo.user()));
    }

    /** The regular expression, of Python's, that matches no other database. */
    private static String only(String database) {
        return "^" + database.replaceAll("[^A-Za-z0-9_]", "\\\\$0") + "$";
    }

    private ShellCommand upgrade(String database, List<ModuleName> modules, String... last) {
        if (modules.isEmpty()) throw new IllegalArgumentException("an upgrade needs at least one module");
        String names = modules.stream().map(ModuleName::value).collect(Collectors.joining(","));
        return once(database, List.of("-u", names), last);
    }

    private ShellCommand once(String database, List<String> what, String... last) {
        return inRoot(ShellCommand.of(odoo.command(), "-c", odoo.config(), "-d", database)
                .with(what.toArray(String[]::new))
                .with("--stop-after-init", "--no-http", "--max-cron-threads=0", "--workers=0")
                .with("--limit-memory-hard=0", "--limit-time-cpu=0", "--limit-time-real=0")
                .with("--log-level=info")
                .with(last)
                .as(odoo.user()));
    }

    private static ShellCommand inRoot(ShellCommand command) {
        List<Word> inRoot = new ArrayList<>(ShellCommand.of("env", "-C", "/").words());
        inRoot.addAll(command.words());
        return new ShellCommand(inRoot);
    }

    /** Prints the version of Odoo. */
    public ShellCommand version() {
        return ShellCommand.of(odoo.command(), "--version").as(odoo.user());
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(OdooCommands.class.getResourceAsStream("login-page.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
