package io.twokeys.odoo;

import io.twokeys.fleet.Odoo;
import io.twokeys.odoo.module.ModuleName;
import io.twokeys.shell.ShellCommand;
import io.twokeys.shell.ShellCommand.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command lines of odoo-bin. Immutable. */
public final class OdooCommands {
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

    /** Loads the registry of a neutralized copy, and nothing else: status 0 if that can be done. */
    public ShellCommand load(String copy) {
        return once(copy, List.of(), "--logfile=", "--smtp=dry-run.invalid");
    }

    private ShellCommand upgrade(String database, List<ModuleName> modules, String... last) {
        if (modules.isEmpty()) throw new IllegalArgumentException("an upgrade needs at least one module");
        String names = modules.stream().map(ModuleName::value).collect(Collectors.joining(","));
        return once(database, List.of("-u", names), last);
    }

    private ShellCommand once(String database, List<String> what, String... last) {
        ShellCommand command = ShellCommand.of(odoo.command(), "-c", odoo.config(), "-d", database)
                .with(what.toArray(String[]::new))
                .with("--stop-after-init", "--no-http", "--max-cron-threads=0", "--workers=0")
                .with("--limit-memory-hard=0", "--limit-time-cpu=0", "--limit-time-real=0")
                .with("--log-level=info")
                .with(last)
                .as(odoo.user());
        List<Word> inRoot = new ArrayList<>(ShellCommand.of("env", "-C", "/").words());
        inRoot.addAll(command.words());
        return new ShellCommand(inRoot);
    }

    /** Prints the version of Odoo. */
    public ShellCommand version() {
        return ShellCommand.of(odoo.command(), "--version").as(odoo.user());
    }
}
