package io.twokeys.odoo.module;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code odoo-bin -u} will do, computed before it runs. Immutable.
 *
 * @param changes in the order in which Odoo will load the modules
 * @param findings what stands against it, worst first
 */
public record UpgradePlan(List<ModuleChange> changes, List<Finding> findings) {

    /**
     * What a plan is computed from.
     *
     * @param series {@code 19.0}
     * @param names as the operator gave them; {@code all} means {@code base}
     * @param installed all rows of {@code ir_module_module}, uninstalled ones too, with their dependency rows
     * @param manifests of the checkout at the revision that will be deployed
     * @param core modules in Odoo's own addons folders; their manifests need not be known
     * @param scripts paths of all {@code .py} files in {@code migrations} and {@code upgrades} of a module's folder
     */
    public record Request(
            String series,
            List<String> names,
            Collection<InstalledModule> installed,
            Map<ModuleName, Manifest> manifests,
            Set<ModuleName> core,
            Map<ModuleName, List<String>> scripts) {}

    public static UpgradePlan compute(Request request) {
        return new Planning(request).plan();
    }

    public UpgradePlan {
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
    }

    /** Whether it must not be run as it is. */
    public boolean blocked() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.FAIL);
    }

    /** All scripts in the order in which they run: module by module, the end scripts after all modules. */
    public List<MigrationScript> scripts() {
        Stream<MigrationScript> modules = changes.stream()
                .flatMap(change -> Stream.concat(change.scripts().pre().stream(), change.scripts().post().stream()));
        return Stream.concat(modules, changes.stream().flatMap(change -> change.scripts().end().stream()))
                .toList();
    }
}
