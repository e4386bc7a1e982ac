package io.twokeys.odoo.module;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade does to one module.
 *
 * @param from installed version; null if the module is installed by the upgrade
 * @param because the module that draws this one in; null if it was asked for
 * @param dataFiles how many data files are loaded; 0 where the manifest is not known
 */
public record ModuleChange(
        ModuleName name,
        @Nullable ModuleVersion from,
        ModuleVersion to,
        Reason reason,
        @Nullable ModuleName because,
        Scripts scripts,
        int dataFiles) {

    /** Why a module is in a plan. */
    public enum Reason {
        REQUESTED,
        /** Installed and depends on one that is upgraded. */
        DEPENDENT,
        /** Not installed, and needed by one that is upgraded. */
        NEW_DEPENDENCY,
        /** Not installed, and installs itself once all it needs is there. */
        AUTO_INSTALL
    }

    /** In the order in which they run: pre before the tables, post after the data, end after all modules. */
    public record Scripts(List<MigrationScript> pre, List<MigrationScript> post, List<MigrationScript> end) {
        public static final Scripts NONE = new Scripts(List.of(), List.of(), List.of());

        public Scripts {
            pre = List.copyOf(pre);
            post = List.copyOf(post);
            end = List.copyOf(end);
        }

        public List<MigrationScript> all() {
            return Stream.of(pre, post, end).flatMap(List::stream).toList();
        }
    }

    /** Why, in words: {@code depends on sale}. */
    public String why() {
        return switch (reason) {
            case REQUESTED -> "requested";
            case DEPENDENT -> "depends on " + because;
            case NEW_DEPENDENCY -> "new dependency of " + because;
            case AUTO_INSTALL -> "installs itself with " + because;
        };
    }
}
