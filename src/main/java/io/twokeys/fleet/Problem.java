package io.twokeys.fleet;

import java.nio.file.Path;

/**
 * Something in a configuration file that cannot stand.
 *
 * @param key path of the key, {@code targets.prod.host.port}; empty for the file as a whole
 * @param line counted from 1; 0 where there is none
 * @param what what is wrong, a sentence without its full stop
 * @param fix what to write instead, a sentence without its full stop
 */
public record Problem(Path file, String key, int line, String what, String fix) {
    /** One line for a report. */
    @Override
    public String toString() {
        var where = file + (line > 0 ? ":" + line : "") + (key.isEmpty() ? "" : " " + key);
        return where + ": " + what + ". " + fix + ".";
    }
}
