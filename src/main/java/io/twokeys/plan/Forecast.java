package io.twokeys.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.module.Finding;
import io.twokeys.odoo.module.Finding.Severity;
import io.twokeys.odoo.module.InstalledModule;
import io.twokeys.odoo.module.Manifest;
import io.twokeys.odoo.module.ManifestParser;
import io.twokeys.odoo.module.MigrationScript;
import io.twokeys.odoo.module.ModuleChange;
import io.twokeys.odoo.module.ModuleChange.Reason;
import io.twokeys.odoo.module.ModuleName;
import io.twokeys.odoo.module.ModuleVersion;
import io.twokeys.odoo.module.UpgradePlan;
import io.twokeys.plan.Plan.Revisions;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.TargetFacts;
import io.twokeys.shell.ShellCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What Odoo will do with the modules, computed from the checkout at a commit and from the database.
 *
 * @param reviewed what the scripts and the data files have to say, beside the plan itself
 * @param outside the gates of what is read from the host for these modules
 */
record Forecast(TargetFacts facts, UpgradePlan plan, List<Finding> reviewed, List<Gate> outside) {
    private static final int MORE_THAN_EXPECTED = 3;
    private static final Pattern MANIFEST = Pattern.compile("([a-z][a-z0-9_]*)/__manifest__\\.py");
    private static final Pattern SCRIPT = Pattern.compile("([a-z][a-z0-9_]*)/(?:migrations|upgrades)/.+\\.py");

    static Forecast of(OdooHost host, List<String> modules, String commit, InstantSource clock) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var facts = threads.submit(() -> TargetFacts.read(host, clock));
            var files = threads.submit(() -> host.checkout().files(commit));
            var core = threads.submit(() -> core(host));
            List<String> all = TargetFacts.got(files);
            List<String> unreadable = new ArrayList<>();
            Map<ModuleName, Manifest> manifests = manifests(host, commit, all, unreadable);
            var request = new UpgradePlan.Request(
                    host.target().odoo().series(),
                    modules,
                    installed(TargetFacts.got(facts).modules().rows()),
                    manifests,
                    TargetFacts.got(core),
                    scripts(all));
            UpgradePlan plan = UpgradePlan.compute(request);
            List<Finding> reviewed = new ArrayList<>(dataFiles(plan, manifests, Set.copyOf(all)));
            reviewed.addAll(ScriptReview.of(host.checkout()
                    .read(
                            commit,
                            plan.scripts().stream().map(MigrationScript::path).toList())));
            reviewed.addAll(HandEdits.of(host, plan.changes()));
            reviewed.addAll(unlikelyFolders(plan, manifests.keySet(), TargetFacts.got(core)));
            var requirements = new Requirements(host, changed(plan, manifests));
            List<Gate> outside = new ArrayList<>(requirements.gates());
            outside.add(requirements.listUnchanged(
                    new Revisions(TargetFacts.got(facts).head(), commit)));
            outside.add(PythonSyntax.of(
                    host, requirements.interpreter(), host.checkout().read(commit, python(plan, all))));
            if (!unreadable.isEmpty()) outside.add(Gate.warn("manifests", unreadable.getFirst(), ""));
            return new Forecast(TargetFacts.got(facts), plan, reviewed, outside);
        }
    }

    /** Odoo loads no tests unless it is told to. */
    private static List<String> python(UpgradePlan plan, List<String> files) {
        Set<String> names =
                plan.changes().stream().map(change -> change.name().value()).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> file.endsWith(".py") && !file.contains("/tests/"))
                .filter(file -> names.contains(file.substring(0, Math.max(0, file.indexOf('/')))))
                .toList();
    }

    private static List<Manifest> changed(UpgradePlan plan, Map<ModuleName, Manifest> manifests) {
        return plan.changes().stream()
                .map(change -> manifests.get(change.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Odoo would break off in the middle of the module whose file is not there (PF22). */
    private static List<Finding> dataFiles(UpgradePlan plan, Map<ModuleName, Manifest> manifests, Set<String> files) {
        return changed(plan, manifests).stream()
                .flatMap(
                        manifest -> manifest.data().stream()
                                .map(file -> manifest.name() + "/" + file)
                                .filter(path -> !files.contains(path))
                                .map(
                                        path -> new Finding(
                                                "data-missing",
                                                Severity.FAIL,
                                                path + " is listed in " + manifest.name()
                                                        + "/__manifest__.py and not in this revision. Add it, or take it off the list.")))
                .toList();
    }

    /** Odoo takes the first of its addons paths that has the module, which may be another than the one that is upgraded here (PF23). */
    private static List<Finding> unlikelyFolders(UpgradePlan plan, Set<ModuleName> ours, Set<ModuleName> core) {
        return plan.changes().stream()
                .map(ModuleChange::name)
                .filter(name -> ours.contains(name) && core.contains(name))
                .map(name -> new Finding(
                        "module-twice",
                        Severity.WARN,
                        name
                                + " is in the checkout and among Odoo's own addons; Odoo loads the one whose folder comes first in its"
                                + " addons_path. Rename one of them."))
                .toList();
    }

    private static Map<ModuleName, Manifest> manifests(
            OdooHost host, String commit, List<String> files, List<String> unreadable) {
        List<String> paths =
                files.stream().filter(file -> MANIFEST.matcher(file).matches()).toList();
        Map<ModuleName, Manifest> manifests = new HashMap<>();
        host.checkout().read(commit, paths).forEach((path, source) -> {
            var name = new ModuleName(path.substring(0, path.indexOf('/')));
            try {
                manifests.put(name, new ManifestParser().parse(name, source));
            } catch (ManifestParser.Unreadable e) {
                unreadable.add(path + ": " + e.getMessage());
            }
        });
        return manifests;
    }

    private static Map<ModuleName, List<String>> scripts(List<String> files) {
        return files.stream()
                .map(SCRIPT::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.groupingBy(
                        match -> new ModuleName(match.group(1)),
                        Collectors.mapping(Matcher::group, Collectors.toList())));
    }

    private static Set<ModuleName> core(OdooHost host) {
        var words = new ArrayList<>(List.of("find"));
        words.addAll(host.target().addons().core());
        words.addAll(List.of("-mindepth", "2", "-maxdepth", "2", "-name", "__manifest__.py"));
        return host.session()
                .run(ShellCommand.of(words.toArray(String[]::new)), Duration.ofSeconds(30))
                .orTrouble("Odoo's own addons")
                .out()
                .lines()
                .map(path -> path.split("/"))
                .map(parts -> parts[parts.length - 2])
                .filter(name -> name.matches("[a-z][a-z0-9_]*"))
                .map(ModuleName::new)
                .collect(Collectors.toSet());
    }

    private static List<InstalledModule> installed(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("name").asText().matches("[a-z][a-z0-9_]*"))
                .map(Forecast::module)
                .toList();
    }

    private static InstalledModule module(JsonNode row) {
        String version = row.path("latest_version").asText("");
        return new InstalledModule(
                new ModuleName(row.path("name").asText()),
                InstalledModule.State.of(row.path("state").asText()),
                version.isEmpty() || version.equals("null") ? null : new ModuleVersion(version),
                StreamSupport.stream(row.path("depends").spliterator(), false)
                        .map(name -> new ModuleName(name.asText()))
                        .toList());
    }

    List<Plan.Change> changes() {
        return plan.changes().stream().map(Forecast::change).toList();
    }

    private static Plan.Change change(ModuleChange change) {
        return new Plan.Change(
                change.name().value(),
                Objects.toString(change.from() == null ? "" : change.from().text(), ""),
                change.to().text(),
                change.why(),
                change.scripts().all().stream()
                        .map(MigrationScript::path)
                        .map(path -> path.substring(path.indexOf('/') + 1))
                        .toList());
    }

    /** One gate over all findings that keep the upgrade from starting, and those over what is outside of Odoo. */
    List<Gate> gates() {
        List<Finding> failures = with(Severity.FAIL);
        Gate modules = failures.isEmpty()
                ? Gate.pass(
                        "modules",
                        (plan.changes().size() == 1
                                        ? "1 module"
                                        : plan.changes().size() + " modules") + ", nothing stands against it")
                : Gate.fail(
                        "modules",
                        failures.getFirst().sentence(),
                        failures.size() == 1 ? "" : "And " + (failures.size() - 1) + " more.");
        List<Gate> gates = new ArrayList<>(List.of(modules, size()));
        gates.addAll(outside);
        return gates;
    }

    /** Whoever asks for one module may not expect forty (PF29). */
    private Gate size() {
        long asked = plan.changes().stream()
                .filter(change -> change.reason() == Reason.REQUESTED)
                .count();
        long more = plan.changes().size() - asked;
        String seen = (asked == 1 ? "1 module was" : asked + " modules were") + " asked for, " + more
                + " more come with " + (asked == 1 ? "it" : "them");
        return more > MORE_THAN_EXPECTED * asked
                ? Gate.warn("plan-size", seen, "Make sure that the window is long enough for all of them.")
                : Gate.pass("plan-size", seen);
    }

    List<String> warnings() {
        return with(Severity.WARN).stream().map(Finding::sentence).toList();
    }

    private List<Finding> with(Severity severity) {
        return Stream.concat(plan.findings().stream(), reviewed.stream())
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
