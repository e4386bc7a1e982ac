package io.twokeys.plan;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Postgres;
import io.twokeys.odoo.module.Finding;
import io.twokeys.odoo.module.Finding.Severity;
import io.twokeys.odoo.module.ModuleChange;
import java.util.List;
import java.util.Optional;
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

    private HandEdits() {}

    static Optional<Finding> of(OdooHost host, List<ModuleChange> changes) {
        String database = host.target().odoo().database();
        if (changes.isEmpty() || !host.postgres().query(database, BOTH_THERE).asBoolean()) return Optional.empty();
        String modules = changes.stream()
                .map(change -> Postgres.literal(change.name().value()))
                .collect(Collectors.joining(", "));
        List<String> edited = StreamSupport.stream(
                        host.postgres().query(database, """
                                select coalesce(json_agg(d.module || '.' || d.name order by d.module, d.name), '[]')
                                from ir_model_data d join ir_ui_view v on v.id = d.res_id
                                where d.model = 'ir.ui.view' and not coalesce(d.noupdate, false)
                                  and to_jsonb(v) ->> 'arch_updated' = 'true' and d.module in (%s)
                                """.formatted(modules)).spliterator(), false)
                .map(view -> view.asText())
                .toList();
        return edited.isEmpty() ? Optional.empty() : Optional.of(finding(edited));
    }

    private static Finding finding(List<String> edited) {
        String told = String.join(", ", edited.subList(0, Math.min(TOLD, edited.size())));
        String more = edited.size() > TOLD ? " and " + (edited.size() - TOLD) + " more" : "";
        return new Finding(
                "edited-by-hand",
                Severity.WARN,
                told + more + (edited.size() == 1 ? " was" : " were")
                        + " edited in the running Odoo; the upgrade reads the file again and the edit is gone. Put it into a view"
                        + " that inherits first.");
    }
}
