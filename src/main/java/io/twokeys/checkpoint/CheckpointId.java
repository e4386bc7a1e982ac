package io.twokeys.checkpoint;

import java.util.Locale;

/** {@code CP-12}. */
public record CheckpointId(String value) {
    public CheckpointId {
        if (!value.matches("CP-[0-9]{1,9}")) throw new IllegalArgumentException("not a checkpoint: " + value);
    }

    public static CheckpointId of(long number) {
        return new CheckpointId("CP-" + number);
    }

    /** The ending of everything that is kept under this checkpoint's name on the host: {@code cp12}. */
    String suffix() {
        return value.replace("-", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
