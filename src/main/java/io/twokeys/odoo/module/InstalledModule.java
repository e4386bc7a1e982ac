package io.twokeys.odoo.module;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code ir_module_module} with its dependency rows.
 *
 * @param latestVersion the installed version, in spite of its name; null where never installed
 */
public record InstalledModule(
        ModuleName name, State state, @Nullable ModuleVersion latestVersion, List<ModuleName> depends) {

    /** Odoo's states, 14 to 19. */
    public enum State {
        UNINSTALLABLE,
        UNINSTALLED,
        INSTALLED,
        TO_UPGRADE,
        TO_REMOVE,
        TO_INSTALL;

        /** From the column's text, {@code to upgrade}. */
        public static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }

        public boolean inBetween() {
            return this == TO_UPGRADE || this == TO_REMOVE || this == TO_INSTALL;
        }
    }

    public InstalledModule {
        depends = List.copyOf(depends);
    }

    /** Whether an upgrade touches it: installed, or marked in a state in between before. */
    public boolean present() {
        return state == State.INSTALLED || state == State.TO_UPGRADE;
    }
}
