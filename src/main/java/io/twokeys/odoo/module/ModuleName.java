package io.twokeys.odoo.module;

/** The technical name of a module: {@code sale_custom}. At most 128 characters. */
public record ModuleName(String value) implements Comparable<ModuleName> {
    public ModuleName {
        if (!value.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
            throw new IllegalArgumentException("not a module name: " + value);
        }
    }

    @Override
    public int compareTo(ModuleName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
