package io.twokeys;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/** {@code serve}: prepares the embedded defaults that are wanted, then starts the service. */
@Command(name = "serve", description = "Start the service (the default).")
final class Serve implements Runnable {
    @Override
    public void run() {
        var configuration = Configuration.read();
        if (!configuration.problems().isEmpty()) {
            System.err.println(Configuration.report(configuration.problems()));
            System.exit(1);
        }
        Embedded.prepare(configuration);
        Quarkus.run();
    }
}
