package io.twokeys.odoo.module;

import io.twokeys.odoo.module.Finding.Severity;
import io.twokeys.odoo.module.ModuleChange.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Computes one plan, as {@code button_upgrade} and {@code load_modules} of Odoo 14 to 19 would mark and load. Used once.
 */
final class Planning {
    private static final ModuleName BASE = new ModuleName("base");
    private static final ModuleName STUDIO = new ModuleName("studio_customization");

    private record Why(Reason reason, @Nullable ModuleName because) {}

    private final UpgradePlan.Request request;
    private final Map<ModuleName, InstalledModule> rows = new TreeMap<>();
    private final Map<ModuleName, Why> planned = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<ModuleName, Integer> depths = new HashMap<>();
    private final Map<ModuleName, Integer> phases = new HashMap<>();

    Planning(UpgradePlan.Request request) {
        this.request = request;
        for (InstalledModule row : request.installed()) rows.put(row.name(), row);
    }

    UpgradePlan plan() {
        inBetween();
        request.names().forEach(this::name);
        dependents();
        newDependencies();
        autoInstalls();
        if (findings.isEmpty()) leftBehind();
        List<ModuleChange> changes = planned.keySet().stream()
                .sorted(Comparator.comparing((ModuleName name) -> phase(name, new HashSet<>()))
                        .thenComparing(name -> depth(name, new HashSet<>()))
                        .thenComparing(Comparator.naturalOrder()))
                .map(this::change)
                .toList();
        findings.sort(Comparator.comparing(Finding::severity));
        return new UpgradePlan(changes, findings);
    }

    private void inBetween() {
        for (InstalledModule row : rows.values()) {
            if (!row.state().inBetween()) continue;
            fail(
                    "module-in-between",
                    row.name() + " is in a state in between since an earlier run. Settle that first: "
                            + "this upgrade would silently finish it.");
        }
    }

    private void name(String text) {
        String name = text.equals("all") ? "base" : text;
        if (!name.matches("[A-Za-z_]\\w*") || !known(new ModuleName(name))) {
            String near = NearestMatch.of(name, names());
            fail(
                    "module-unknown",
                    "There is no module " + name + ", neither on disk nor in the database"
                            + (near == null ? ". Check the name." : "; did you mean " + near + "?"));
            return;
        }
        ModuleName module = new ModuleName(name);
        if (!present(module)) {
            fail(
                    "module-not-installed",
                    name + " is not installed; Odoo would do nothing and say nothing. Install it, or "
                            + "take it off the list.");
            return;
        }
        planned.put(module, new Why(Reason.REQUESTED, null));
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        rows.keySet().forEach(name -> names.add(name.value()));
        request.manifests().keySet().forEach(name -> names.add(name.value()));
        request.core().forEach(name -> names.add(name.value()));
        return names;
    }

    private boolean known(ModuleName name) {
        return rows.containsKey(name) || onDisk(name);
    }

    private boolean onDisk(ModuleName name) {
        return request.manifests().containsKey(name) || request.core().contains(name);
    }

    private boolean present(ModuleName name) {
        InstalledModule row = rows.get(name);
        return row != null && row.present();
    }

    /** Dependencies by the manifest that will be deployed, by the rows where it is not known. */
    private List<ModuleName> depends(ModuleName name) {
        Manifest manifest = request.manifests().get(name);
        if (manifest != null) return manifest.depends();
        InstalledModule row = rows.get(name);
        return row == null ? List.of() : row.depends();
    }

    private void dependents() {
        Deque<ModuleName> open = new ArrayDeque<>(planned.keySet());
        while (!open.isEmpty()) {
            ModuleName upgraded = open.remove();
            for (InstalledModule row : rows.values()) {
                ModuleName name = row.name();
                boolean drawn = depends(name).contains(upgraded) || upgraded.equals(BASE);
                if (!drawn || !row.present() || name.equals(STUDIO) || planned.containsKey(name)) continue;
                planned.put(name, new Why(Reason.DEPENDENT, upgraded));
                open.add(name);
            }
        }
    }

    private void newDependencies() {
        Deque<ModuleName> open = new ArrayDeque<>(planned.keySet());
        while (!open.isEmpty()) {
            ModuleName name = open.remove();
            for (ModuleName needed : depends(name)) {
                if (!onDisk(needed)) {
                    fail(
                            "dependency-missing",
                            name + " depends on " + needed + ", which is in no addons path. Deploy it, or "
                                    + "correct depends in " + name + "/__manifest__.py.");
                } else if (!present(needed) && !planned.containsKey(needed)) {
                    planned.put(needed, new Why(Reason.NEW_DEPENDENCY, name));
                    open.add(needed);
                }
            }
        }
    }

    /** Installed modules whose code changes with the checkout although this upgrade does not load them. */
    private void leftBehind() {
        List<String> behind = new ArrayList<>();
        for (InstalledModule row : rows.values()) {
            Manifest manifest = request.manifests().get(row.name());
            if (manifest == null || row.state() != InstalledModule.State.INSTALLED || planned.containsKey(row.name())) {
                continue;
            }
            if (!manifest.version().in(request.series()).equals(row.latestVersion()))
                behind.add(row.name().value());
            manifest.depends().stream()
                    .filter(needed -> !present(needed) && !planned.containsKey(needed))
                    .forEach(needed -> warn(
                            "dependency-left-behind",
                            row.name() + " needs " + needed + " in this revision, which is not installed: Odoo would "
                                    + "not load " + row.name() + " any more. Upgrade it as well."));
        }
        if (!behind.isEmpty()) {
            warn(
                    "version-left-behind",
                    "The code of " + String.join(", ", behind)
                            + " changes with this revision, but their scripts do not run. Upgrade them as well.");
        }
    }

    private void autoInstalls() {
        boolean more = planned.values().stream().anyMatch(why -> why.reason() == Reason.NEW_DEPENDENCY);
        while (more) {
            more = false;
            for (Manifest manifest : new TreeMap<>(request.manifests()).values()) {
                ModuleName cause = autoInstallCause(manifest);
                if (cause == null) continue;
                planned.put(manifest.name(), new Why(Reason.AUTO_INSTALL, cause));
                more = true;
            }
        }
    }

    private @Nullable ModuleName autoInstallCause(Manifest manifest) {
        ModuleName name = manifest.name();
        List<ModuleName> needed = manifest.autoInstall();
        if (needed.isEmpty() || !manifest.installable() || present(name) || planned.containsKey(name)) return null;
        if (!needed.stream().allMatch(n -> present(n) || planned.containsKey(n))) return null;
        return needed.stream().filter(n -> !present(n)).findFirst().orElse(null);
    }

    /** Longest way to {@code base}; a loop counts once. */
    /**
     * Odoo loads existing modules first, then new ones, then the existing ones that wait for those, and so on: 0 and even for
     * what is there, odd for what is installed. Source: Odoo 19 {@code modules/module_graph.py}; the passes of 14 to 18
     * come to the same.
     */
    private int phase(ModuleName name, Set<ModuleName> way) {
        Integer known = phases.get(name);
        if (known != null) return known;
        if (!way.add(name)) return 0;
        int needed = depends(name).stream()
                .filter(planned::containsKey)
                .mapToInt(other -> phase(other, way))
                .max()
                .orElse(0);
        way.remove(name);
        int parity = present(name) ? 0 : 1;
        int phase = needed % 2 == parity ? needed : needed + 1;
        phases.put(name, phase);
        return phase;
    }

    private int depth(ModuleName name, Set<ModuleName> way) {
        Integer known = depths.get(name);
        if (known != null) return known;
        if (!way.add(name)) return 0;
        int depth = depends(name).stream()
                .mapToInt(needed -> depth(needed, way) + 1)
                .max()
                .orElse(0);
        way.remove(name);
        depths.put(name, depth);
        return depth;
    }

    private ModuleChange change(ModuleName name) {
        Why why = planned.get(name);
        if (why == null) throw new IllegalStateException(name + " is not planned");
        InstalledModule row = rows.get(name);
        ModuleVersion from = row == null || !row.present() ? null : row.latestVersion();
        Manifest manifest = request.manifests().get(name);
        if (manifest == null) return unread(name, why, from);
        ModuleVersion to = manifest.version().in(request.series());
        judge(manifest, why, from, to);
        ModuleChange.Scripts scripts = from == null ? ModuleChange.Scripts.NONE : scripts(name, from, to);
        return new ModuleChange(
                name,
                from,
                to,
                why.reason(),
                why.because(),
                scripts,
                manifest.data().size());
    }

    private ModuleChange unread(ModuleName name, Why why, @Nullable ModuleVersion from) {
        if (!onDisk(name)) {
            fail(
                    "module-not-on-disk",
                    name + " is installed but in no addons path. Deploy its folder: Odoo would skip it, "
                            + "exit with 0 and leave it to upgrade.");
        }
        ModuleVersion version = from == null ? new ModuleVersion(request.series() + ".1.0") : from;
        return new ModuleChange(name, from, version, why.reason(), why.because(), ModuleChange.Scripts.NONE, 0);
    }

    private ModuleChange.Scripts scripts(ModuleName name, ModuleVersion from, ModuleVersion to) {
        List<String> paths = request.scripts().getOrDefault(name, List.of());
        ScriptSelection selection = new ScriptSelection(request.series(), name, from, to, paths);
        findings.addAll(selection.findings());
        return selection.scripts();
    }

    private void judge(Manifest manifest, Why why, @Nullable ModuleVersion from, ModuleVersion to) {
        ModuleName name = manifest.name();
        if (!manifest.installable()) {
            fail(
                    "module-not-installable",
                    name + " says installable: False. Odoo would skip it and leave it to upgrade.");
        }
        if (manifest.version().ofOtherSeriesThan(request.series())) {
            fail(
                    "wrong-series",
                    name + "/__manifest__.py has version " + manifest.version() + ", of another series than "
                            + request.series() + ". Odoo would skip it and leave it to upgrade. Correct the version.");
        } else if (from != null && to.before(from)) {
            fail(
                    "downgrade",
                    name + " is installed at " + from + " but the checkout has " + to
                            + ". Deploy the right revision: Odoo would overwrite the number and run no script.");
        } else if (from != null && why.reason() == Reason.REQUESTED && to.compareTo(from) == 0) {
            warn(
                    "version-unchanged",
                    name + " is at " + from
                            + " already: data will be loaded again, no script will run. Raise the version if one should.");
        }
    }

    private void warn(String code, String sentence) {
        findings.add(new Finding(code, Severity.WARN, sentence));
    }

    private void fail(String code, String sentence) {
        findings.add(new Finding(code, Severity.FAIL, sentence));
    }
}
