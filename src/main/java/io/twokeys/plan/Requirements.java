package io.twokeys.plan;

import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.module.Manifest;
import io.twokeys.plan.Plan.Revisions;
import io.twokeys.plan.gate.Gate;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.CommandResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether what modules need from outside of Odoo is on the host: Python packages by the interpreter that runs Odoo, binaries
 * on its path. Odoo refuses such an upgrade half way through (PF14, PF15). And whether the way back would find the packages that
 * it needs (PF56).
 */
final class Requirements {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Prints the interpreter in the first line of the script {@code $1}; {@code python3} where it is no Python script. */
    private static final String INTERPRETER = """
            f=$(command -v -- "$1") && IFS= read -r l <"$f"
            case $l in
              '#!'*env\\ *python*) printf '%s' "${l##*env }" ;;
              '#!'*python*) l=${l#'#!'}; l=${l# }; printf '%s' "${l%% *}" ;;
              *) printf python3 ;;
            esac""";

    /**
     * One line for every requirement that is not met. As Odoo judges: the distribution's version by its specifier; a name that
     * is no distribution may be an importable module (19.0, {@code check_python_external_dependency}). Nothing is imported.
     */
    private static final String PYTHON = """
            import sys, importlib.util, importlib.metadata as m
            try:
                from packaging.requirements import Requirement
            except ImportError:
                Requirement = None
            for text in sys.argv[1:]:
                try:
                    r = Requirement(text) if Requirement else None
                    if r and r.marker and not r.marker.evaluate():
                        continue
                    name = r.name if r else text
                    try:
                        version = m.version(name)
                        if r and r.specifier and not r.specifier.contains(version, prereleases=True):
                            print(text + ' (there is ' + version + ')')
                    except m.PackageNotFoundError:
                        if importlib.util.find_spec(name.split('.')[0]) is None:
                            print(text)
                except Exception as e:
                    print(text + ' (' + type(e).__name__ + ')')
            """;

    /** What the checkout itself asks to be installed, for pip. */
    private static final String LIST = "requirements.txt";

    private static final String BINARIES =
            "for b do command -v -- \"$b\" >/dev/null 2>&1 || printf '%s\\n' \"$b\"; done";

    private final OdooHost host;
    private final Collection<Manifest> manifests;

    /** @param manifests of the modules that will be upgraded or installed */
    Requirements(OdooHost host, Collection<Manifest> manifests) {
        this.host = host;
        this.manifests = manifests;
    }

    List<Gate> gates() {
        return List.of(packages(), binaries());
    }

    /** The way back restores the code, and no Python package. */
    Gate listUnchanged(Revisions revisions) {
        Set<String> before = listed(revisions.from());
        Set<String> after = listed(revisions.to());
        if (before.equals(after)) {
            return Gate.pass(
                    "packages-unchanged",
                    before.isEmpty()
                            ? "the checkout has no list of Python packages"
                            : LIST + " asks for the same packages in both revisions");
        }
        return Gate.warn(
                "packages-unchanged",
                LIST + " changes: "
                        + Stream.of(without(after, before, "now "), without(before, after, "no longer "))
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining("; ")),
                "Install them before, and keep what `pip freeze` prints now: a rollback restores the code, no package.");
    }

    private Set<String> listed(String commit) {
        return host.checkout()
                .read(commit, List.of(LIST))
                .getOrDefault(LIST, "")
                .lines()
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String without(Set<String> all, Set<String> others, String word) {
        List<String> own = all.stream().filter(line -> !others.contains(line)).toList();
        return own.isEmpty() ? "" : word + String.join(", ", own);
    }

    private Gate packages() {
        Map<String, String> wanted = wanted(manifest -> manifest.external().python());
        if (wanted.isEmpty()) return Gate.pass("python-packages", "no module asks for a Python package");
        String interpreter = interpreter();
        return judged(
                "python-packages",
                wanted,
                ShellCommand.of(interpreter, "-c", PYTHON),
                "Install it for " + interpreter + ", which runs Odoo.");
    }

    /** The Python that {@code odoo-bin} names in its first line. */
    String interpreter() {
        CommandResult found = run(ShellCommand.of(
                "sh", "-c", INTERPRETER, "sh", host.target().odoo().command()));
        String name = found.out().strip();
        return found.ok() && !name.isEmpty() ? name : "python3";
    }

    private Gate binaries() {
        Map<String, String> wanted = wanted(manifest -> manifest.external().binaries());
        if (wanted.isEmpty()) return Gate.pass("binaries", "no module asks for a program");
        return judged(
                "binaries",
                wanted,
                ShellCommand.of("sh", "-c", BINARIES, "sh"),
                "Install it where Odoo's user finds it.");
    }

    /** What is wanted, and by which module. */
    private Map<String, String> wanted(Function<Manifest, List<String>> what) {
        Map<String, String> wanted = new TreeMap<>();
        for (Manifest manifest : manifests) {
            what.apply(manifest)
                    .forEach(name -> wanted.putIfAbsent(name, manifest.name().value()));
        }
        return wanted;
    }

    /** @param question prints those of the names given to it that are missing */
    private Gate judged(String id, Map<String, String> wanted, ShellCommand question, String fix) {
        CommandResult answer = run(question.with(wanted.keySet().toArray(String[]::new)));
        if (!answer.ok()) {
            String why = answer.err().strip();
            return Gate.fail(
                    id,
                    "it cannot be found out whether " + String.join(", ", wanted.keySet()) + " are there"
                            + (why.isEmpty() ? "" : ": " + why.substring(why.lastIndexOf('\n') + 1)),
                    fix);
        }
        List<String> missing =
                answer.out().lines().filter(line -> !line.isBlank()).toList();
        if (missing.isEmpty()) return Gate.pass(id, String.join(", ", wanted.keySet()) + ": all there");
        var by = new TreeSet<String>();
        missing.forEach(line -> wanted.forEach((name, module) -> {
            if (line.equals(name) || line.startsWith(name + " (")) by.add(module);
        }));
        return Gate.fail(id, String.join(", ", missing) + " missing, wanted by " + String.join(", ", by), fix);
    }

    private CommandResult run(ShellCommand command) {
        return host.session().run(command.as(host.target().odoo().user()), LIMIT);
    }
}
