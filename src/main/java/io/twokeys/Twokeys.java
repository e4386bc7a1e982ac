package io.twokeys;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The process: one jar, one command line. Without a verb it serves. */
@QuarkusMain
@Command(
        name = "twokeys",
        version = "Twokeys 0.1.0",
        mixinStandardHelpOptions = true,
        description = "ChatOps for Odoo in production: upgrades with a verdict, rollbacks that need two keys.",
        subcommands = {Serve.class, ConfigCheck.Config.class, StopPostgres.class, Diagnose.class})
public final class Twokeys implements Runnable {
    public static void main(String... args) {
        int exit = new CommandLine(new Twokeys()).execute(args);
        if (exit != 0) System.exit(exit);
    }

    @Override
    public void run() {
        new Serve().run();
    }
}
