package io.twokeys.fleet;

/** The name people use for a target: {@code prod}, {@code staging-2}. At most 32 characters. */
public record TargetName(String value) {
    public TargetName {
        if (!value.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("not a target name: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
