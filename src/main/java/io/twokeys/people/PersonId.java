package io.twokeys.people;

/** One human, by the key in {@code config/people.yaml}: {@code maria}. At most 32 characters. */
public record PersonId(String value) {
    public PersonId {
        if (!value.matches("[a-z][a-z0-9_-]{0,31}")) {
            throw new IllegalArgumentException("not a person's id: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
