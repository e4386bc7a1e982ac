package io.twokeys.incident;

/** {@code IN-3}. */
public record IncidentId(String value) {
    public IncidentId {
        if (!value.matches("IN-[0-9]{1,9}")) throw new IllegalArgumentException("not an incident: " + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
