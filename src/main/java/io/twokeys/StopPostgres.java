package io.twokeys;

import io.twokeys.sandbox.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code stop}: the embedded PostgreSQL outlives the service; this ends it. */
@Command(name = "stop", description = "Stop the embedded PostgreSQL that outlives the service.")
final class StopPostgres implements Runnable {
    @Override
    public void run() {
        Path folder = Embedded.postgresFolder(Configuration.read());
        if (Files.isDirectory(folder)) EmbeddedPostgres.start(folder).stop();
        System.out.println("The embedded PostgreSQL in " + folder + " is stopped.");
    }
}
