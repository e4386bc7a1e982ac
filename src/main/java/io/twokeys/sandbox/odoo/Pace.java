package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How long the stand-in takes where the real Odoo would be busy, so that there is something to watch.
 *
 * @param factor 1 is the pace of a demonstration, 0 does not wait at all
 */
record Pace(double factor) {

    /** The environment's SANDBOX_PACE, else what the file says, else 1. */
    static Pace of(@Nullable String environment, Path file) throws IOException {
        if (environment != null && !environment.isBlank()) return new Pace(Double.parseDouble(environment));
        return new Pace(
                Files.exists(file) ? Double.parseDouble(Files.readString(file).strip()) : 1);
    }

    void take(double seconds) {
        try {
            Thread.sleep(Math.round(seconds * factor * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
