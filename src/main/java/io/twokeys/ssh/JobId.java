package io.twokeys.ssh;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a remote job, chosen by us and the same for every attempt, so that starting twice starts once: the
 * operation and what is done for it, such as {@code UP-42-upgrade}.
 */
public record JobId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    private static final Pattern OPERATION = Pattern.compile("([A-Za-z0-9]+-[0-9]+)(?:-.*)?");

    public JobId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a job id: \"" + value + "\" (letters, digits and dashes, 63 at most, the first one no dash)");
        }
    }

    /** The operation whose epochs this job shares: {@code UP-42} of {@code UP-42-upgrade}; else the whole id. */
    public String operation() {
        Matcher matcher = OPERATION.matcher(value);
        return matcher.matches() ? matcher.group(1) : value;
    }

    @Override
    public String toString() {
        return value;
    }
}
