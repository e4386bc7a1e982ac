package io.twokeys.plan;

import io.twokeys.odoo.module.Finding;
import io.twokeys.odoo.module.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the migration scripts that will run, for what takes the way back out of a transaction (PF19, PF21, PF26). */
final class ScriptReview {
    private static final Pattern MIGRATE =
            Pattern.compile("(?m)^(?:async )?def migrate\\s*\\(|^migrate\\s*=|^from .* import .*\\bmigrate\\b");
    private static final Pattern COMMIT = Pattern.compile("\\bcr\\.commit\\s*\\(|\\bcommit\\s*\\(\\s*\\)");
    private static final Pattern DANGEROUS = Pattern.compile(
            "\\b(drop\\s+(?:table|column|schema|view)|truncate\\s+\\w|alter\\s+column\\s+\\S+\\s+(?:set\\s+data\\s+)?type)",
            Pattern.CASE_INSENSITIVE);

    private ScriptReview() {}

    /** @param scripts path below the addons folder, to source */
    static List<Finding> of(Map<String, String> scripts) {
        List<Finding> findings = new ArrayList<>();
        scripts.forEach((path, source) -> {
            String code = source.replaceAll("(?m)^\\s*#.*$", "");
            if (!MIGRATE.matcher(code).find()) {
                findings.add(new Finding(
                        "script-without-migrate",
                        Severity.FAIL,
                        path + " has no function migrate(cr, version): its data step would not run. Write it."));
            }
            line(code, COMMIT)
                    .ifPresent(line -> findings.add(new Finding(
                            "script-commits",
                            Severity.WARN,
                            path + ":" + line
                                    + " commits by itself: a failure after it leaves the database half-upgraded.")));
            line(code, DANGEROUS)
                    .ifPresent(line -> findings.add(new Finding(
                            "script-destroys",
                            Severity.WARN,
                            path + ":" + line + " drops or retypes data: only the checkpoint brings it back.")));
        });
        return findings;
    }

    /** The number of the first line that matches, from 1. */
    private static Optional<Integer> line(String code, Pattern pattern) {
        var match = pattern.matcher(code);
        if (!match.find()) return Optional.empty();
        return Optional.of(1
                + (int) code.substring(0, match.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count());
    }
}
