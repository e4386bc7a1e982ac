package io.twokeys.odoo.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twokeys.odoo.trace.ModuleRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run of Odoo 19 on {@code prod} written by hand, for what cannot be recorded. Lines that start with a level get a date. */
final class WrittenRun {
    static final String AT = "2026-11-21 01:00:00,000 77 ";
    static final String START = """
            INFO ? odoo: Odoo version 19.0
            INFO ? odoo: addons paths: _NamespacePath(['/usr/lib/python3/dist-packages/odoo/addons', '/srv/odoo/addons'])
            INFO prod odoo.modules.loading: loading 1 modules...
            INFO prod odoo.modules.loading: updating modules list
            INFO prod odoo.modules.loading: loading 68 modules...
            """;
    static final String LOADING = START + "INFO prod odoo.modules.loading: Loading module sale_custom (65/68)\n";
    static final String LOADED =
            LOADING + "INFO prod odoo.modules.loading: Module sale_custom loaded in 0.30s, 9 queries (+9 other)\n";
    static final String ALL =
            LOADED + "INFO prod odoo.modules.loading: 68 modules loaded in 1.00s, 9 queries (+0 extra)\n";
    static final String END = """
            INFO prod odoo.modules.loading: Modules loaded.
            INFO prod odoo.registry: Registry loaded in 2.0s
            INFO prod odoo.service.server: Stopping workers gracefully
            """;
    static final String TAIL = """
            WARNING prod odoo.modules.loading: Transient module states were reset
            ERROR prod odoo.registry: Failed to load registry
            CRITICAL prod odoo.service.server: Failed to initialize database `prod`.
            Traceback (most recent call last):
              File "/usr/lib/python3/dist-packages/odoo/service/server.py", line 1510, in preload_registries
                registry = Registry.new(dbname)
            """;
    static final ModuleRows BEFORE = rows("installed", "19.0.1.0.0", "00:00");
    static final ModuleRows AFTER = rows("installed", "19.0.1.1.0", "01:00");

    private WrittenRun() {}

    static Diagnosis judge(String log, @Nullable Integer exit, @Nullable ModuleRows before, @Nullable ModuleRows after)
            throws IOException {
        return new Diagnostician().diagnose(evidence(List.of("sale_custom"), log, exit, before, after, null));
    }

    static Evidence evidence(
            List<String> modules,
            String log,
            @Nullable Integer exit,
            @Nullable ModuleRows before,
            @Nullable ModuleRows after,
            @Nullable String journal) {
        String dated = log.lines()
                .map(line -> (line.matches("(?:INFO|WARNING|ERROR|CRITICAL) (?:\\?|prod) .*") ? AT : "") + line + "\n")
                .reduce("", String::concat);
        return new Evidence(
                new Evidence.Asked("prod", modules, Map.of()),
                new ByteArrayInputStream(dated.getBytes(UTF_8)),
                exit,
                before,
                after,
                journal == null ? null : new ByteArrayInputStream(journal.getBytes(UTF_8)),
                null);
    }

    static ModuleRows rows(String state, String version, String written) {
        return new ModuleRows(Map.of("sale_custom", new ModuleRows.Row(state, version, written)));
    }
}
