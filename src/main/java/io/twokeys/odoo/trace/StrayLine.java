package io.twokeys.odoo.trace;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a line tells that no logger wrote: the shell, sudo, systemd-run or the interpreter did. */
public enum StrayLine {
    /** {@code os._exit(0)} after a limit on CPU time. Source: Odoo {@code service/server.py}, 14 to 19. */
    TIME_LIMIT("(?:CPU|Virtual real) time limit exceeded!.*"),
    /** {@code os._exit(0)} after a second signal, same source. */
    FORCED_SHUTDOWN("Forced shutdown\\."),
    KILLED("(?:\\S+: line \\d+:\\s+)?(?:\\[\\d+\\]\\S*\\s+)?(?:\\d+ )?Killed\\b.*|zsh: killed .*"),
    TERMINATED(
            "(?:\\S+: line \\d+:\\s+)?(?:\\[\\d+\\]\\S*\\s+)?(?:\\d+ )?(?:Terminated|Hangup|Interrupt)(?: .*)?|zsh: (?:terminated|hangup) .*"),
    CRASHED("(?:\\S+: line \\d+:\\s+)?(?:\\d+ )?(?:Segmentation fault|Aborted|Bus error)\\b.*"),
    UNIT_ENDED("Main processes terminated with: .*"),
    UNIT_RESULT("Finished with result: .*"),
    UNIT_STARTED("Running (?:as unit: .*|in scope: .*)"),
    /** Odoo's option parser, or argparse of its newer commands. */
    USAGE(
            "\\S*odoo\\S*\\b.*: error: .+|Unknown command '.*'\\.|Using the database user 'postgres' is a security risk, aborting\\..*"),
    NOISE("sudo: unable to resolve host .*|<string>:\\d+: \\((?:ERROR|WARNING|INFO|SEVERE)/\\d\\) .*"),
    REFUSED(
            "sudo: .+|Sorry, user .+|.+ is not in the sudoers file.*|Failed to (?:start transient|connect to bus|create bus).*"
                    + "|(?:-?(?:ba|da|z|k)?sh|env|nohup|setsid|timeout|nice|ionice|systemd-run|/\\S+)(?:: line \\d+)?: .*"
                    + "(?:command not found|not found|No such file or directory|Permission denied|cannot execute|failed to run command).*");

    private final Pattern pattern;

    StrayLine(String regex) {
        pattern = Pattern.compile(regex);
    }

    /** What {@code line} is; null for most. */
    public static @Nullable StrayLine of(String line) {
        if (line.isEmpty() || Character.isWhitespace(line.charAt(0)) || line.length() > 2000) return null;
        return Arrays.stream(values())
                .filter(kind -> kind.pattern.matcher(line).matches())
                .findFirst()
                .orElse(null);
    }

    /** Whether another program wrote {@code line} between the lines of a traceback. */
    static boolean byOthers(String line) {
        StrayLine kind = of(line);
        return kind == KILLED || kind == TERMINATED || kind == NOISE;
    }
}
