package io.twokeys.odoo.module;

import io.twokeys.odoo.module.MigrationScript.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of a module's scripts run between two versions, and in which order. Source: Odoo 14 to 19, {@code
 * modules/migration.py}.
 */
final class ScriptSelection {
    private static final String ALWAYS = "0.0.0";
    private static final Pattern FOLDER = Pattern.compile("(?:(?:saas~)?\\d+\\.\\d+\\.)?\\d+\\.\\d+(?:\\.\\d+)?");

    private final String series;
    private final int major;
    private final ModuleVersion from;
    private final ModuleVersion to;
    private final List<MigrationScript> scripts = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    ScriptSelection(String series, ModuleName module, ModuleVersion from, ModuleVersion to, List<String> paths) {
        this.series = series;
        this.major = Integer.parseInt(series.replaceFirst("\\D.*", ""));
        this.from = from;
        this.to = to;
        for (String path : paths) sort(module, path);
    }

    private void sort(ModuleName module, String path) {
        Matcher parts = MigrationScript.PATH.matcher(path);
        if (!parts.matches()
                || parts.group(3).equals("__init__.py")
                || parts.group(2).equals("tests")) return;
        String version = parts.group(2);
        String shown = module + "/" + parts.group(1) + "/" + version + "/" + parts.group(3);
        if (!valid(version)) {
            warn(
                    "script-folder-ignored",
                    shown + " never runs: Odoo takes " + version + " for no version. Rename the folder.");
            return;
        }
        MigrationScript script = MigrationScript.at(module, path);
        if (script == null) {
            boolean due = runs(version);
            findings.add(new Finding(
                    "script-name-ignored",
                    due ? Finding.Severity.FAIL : Finding.Severity.WARN,
                    shown + " never runs: a script's name must start with pre-, post- or end-. Rename it"
                            + suggestion(parts.group(3)) + "."));
        } else if (runs(version)) {
            scripts.add(script);
        } else if (to.before(full(version))) {
            warn("script-above-manifest", shown + " will not run: the manifest says " + to + ". Raise its version.");
        }
    }

    private static String suggestion(String file) {
        String hyphen = file.replaceFirst("^(pre|post|end)[_ .]", "$1-");
        return hyphen.equals(file) ? "" : " to " + hyphen;
    }

    private void warn(String code, String sentence) {
        findings.add(new Finding(code, Finding.Severity.WARN, sentence));
    }

    /** From 17 on, folders that are no versions are passed over with a warning; before, any name is taken for one. */
    private boolean valid(String version) {
        return major < 17 || FOLDER.matcher(version).matches();
    }

    private boolean runs(String version) {
        if (version.equals(ALWAYS)) return from.before(to);
        if (!hasSeries(version) && major != 14 && major != 16) {
            ModuleVersion own = new ModuleVersion(version);
            return from.withoutSeries().before(own) && own.compareTo(to.withoutSeries()) <= 0;
        }
        return from.before(full(version)) && full(version).compareTo(to) <= 0;
    }

    private static boolean hasSeries(String version) {
        return version.chars().filter(c -> c == '.').count() > 2;
    }

    private ModuleVersion full(String version) {
        return new ModuleVersion(hasSeries(version) ? version : series + "." + version);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    ModuleChange.Scripts scripts() {
        return new ModuleChange.Scripts(of(Stage.PRE), of(Stage.POST), of(Stage.END));
    }

    /** By version, {@code 0.0.0} first among pre scripts and last among the others; within a version by file name. */
    private List<MigrationScript> of(Stage stage) {
        boolean last = stage != Stage.PRE;
        return scripts.stream()
                .filter(script -> script.stage() == stage)
                .sorted(Comparator.comparing((MigrationScript s) -> s.version().equals(ALWAYS) == last)
                        .thenComparing(s -> full(s.version()))
                        .thenComparing(s -> major == 14 ? s.path() : s.file())
                        .thenComparing(MigrationScript::path))
                .toList();
    }
}
