package io.twokeys.odoo.diagnosis;

import io.twokeys.odoo.trace.ModuleRows;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run. Streams are read once and not closed.
 *
 * @param log stdout and stderr of the command
 * @param exitCode status of the command, also as 128 + signal; null if not known
 * @param before module rows before the run, null if not known
 * @param after module rows after it, null if not known
 * @param journal of the host during the run, in {@code journalctl}'s short format
 * @param postgresLog what PostgreSQL logged during the run
 */
public record Evidence(
        Asked asked,
        InputStream log,
        @Nullable Integer exitCode,
        @Nullable ModuleRows before,
        @Nullable ModuleRows after,
        @Nullable InputStream journal,
        @Nullable InputStream postgresLog) {

    /**
     * What the operator wanted. What is not given is read from the command in the journal.
     *
     * @param database the target, null if not known
     * @param modules named in the command, empty if not known
     * @param planned module to the version that it should have afterwards; empty if there was no plan
     */
    public record Asked(@Nullable String database, List<String> modules, Map<String, String> planned) {
        public Asked {
            modules = List.copyOf(modules);
            planned = Map.copyOf(planned);
        }
    }
}
