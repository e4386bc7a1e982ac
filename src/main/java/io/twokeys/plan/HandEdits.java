package io.twokeys.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Postgres;
import io.twokeys.odoo.module.Finding;
import io.twokeys.odoo.module.Finding.Severity;
import io.twokeys.odoo.module.ModuleChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Views that somebody edited in the running Odoo and that the upgrade reads from the module's file again (PF27). Odoo marks them
 * with {@code arch_updated}; records with {@code noupdate} are left alone (odoo/addons/base/models/ir_ui_view.py).
 */
final class HandEdits {
    private static final int TOLD = 5;
    private static final String BOTH_THERE =
            "select to_json(to_regclass('ir_ui_view') is not null and to_regclass('ir_model_data') is not null)";

    private static final String EDITED = """
            select coalesce(json_agg(d.module || '.' || d.name order by d.module, d.name), '[]')
            from ir_model_data d join ir_ui_view v on v.id = d.res_id
            where d.model = 'ir.ui.view' and not coalesce(d.noupdate, false)
              and to_jsonb(v) ->> 'arch_updated' = 'true' and d.module in (%s)""";

    /** The column is there with {@code base_import_module}. */
    private static final String IMPORTED = """
            select coalesce(json_agg(m.name order by m.name), '[]') from ir_module_module m
            where m.name in (%s) and to_jsonb(m) ->> 'imported' = 'true'""";

    private HandEdits() {}

    static List<Finding> of(OdooHost host, List<ModuleChange> changes) {
        if (changes.isEmpty()) return List.of();
        String names = changes.stream()
                .map(change -> Postgres.literal(change.name().value()))
                .collect(Collectors.joining(", "));
        List<Finding> findings = new ArrayList<>();
        List<String> imported = texts(host, IMPORTED.formatted(names));
        if (!imported.isEmpty()) findings.add(importedModules(imported));
        boolean views = host.postgres()
                .query(host.target().odoo().database(), BOTH_THERE)
                .asBoolean();
        List<String> edited = views ? texts(host, EDITED.formatted(names)) : List.of();
        if (!edited.isEmpty()) findings.add(editedViews(edited));
        return findings;
    }

    private static List<String> texts(OdooHost host, String sql) {
        JsonNode rows = host.postgres().query(host.target().odoo().database(), sql);
        return StreamSupport.stream(rows.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Finding importedModules(List<String> imported) {
        return new Finding(
                "module-imported",
                Severity.WARN,
                told(imported) + (imported.size() == 1 ? " was" : " were")
                        + " imported in the running Odoo: such a module can be left half upgraded by an upgrade that reports success."
                        + " Import it again afterwards.");
    }

    private static Finding editedViews(List<String> edited) {
        return new Finding(
                "edited-by-hand",
                Severity.WARN,
                told(edited) + (edited.size() == 1 ? " was" : " were")
                        + " edited in the running Odoo; the upgrade reads the file again and the edit is gone. Put it into a view"
                        + " that inherits first.");
    }

    private static String told(List<String> names) {
        String told = String.join(", ", names.subList(0, Math.min(TOLD, names.size())));
        return names.size() > TOLD ? told + " and " + (names.size() - TOLD) + " more" : told;
    }
}
