package io.twokeys.maintenance;

/** {@code MW-3}. */
public record WindowId(String value) {
    public WindowId {
        if (!value.matches("MW-[0-9]{1,9}")) throw new IllegalArgumentException("not a maintenance window: " + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
