package io.twokeys;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code config check}: everything that is wrong with the configuration, in one report. */
@Command(name = "check", description = "Check config/ and report every problem at once.")
final class ConfigCheck implements Callable<Integer> {
    /** {@code config}: the verbs about the configuration. */
    @Command(name = "config", description = "The configuration.", subcommands = ConfigCheck.class)
    static final class Config {}

    @Override
    public Integer call() {
        var problems = Configuration.read().problems();
        if (problems.isEmpty()) {
            System.out.println("The configuration is complete.");
            return 0;
        }
        System.err.println(Configuration.report(problems));
        return 1;
    }
}
