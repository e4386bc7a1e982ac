package io.twokeys.odoo.module;

import java.util.List;

/**
 * What a module's {@code __manifest__.py} says, as far as an upgrade is concerned. Missing keys have Odoo's defaults.
 *
 * @param version as written; {@code 1.0} if it is missing
 * @param data data files in the order of loading, relative to the module
 * @param autoInstall modules whose installation installs this one too; empty if it never does so by itself
 * @param external what must be on the host
 */
public record Manifest(
        ModuleName name,
        ModuleVersion version,
        boolean installable,
        List<ModuleName> depends,
        List<String> data,
        List<String> demo,
        List<ModuleName> autoInstall,
        External external) {

    /** @param python names of packages, with version specifiers from Odoo 17 on */
    public record External(List<String> python, List<String> binaries) {
        public External {
            python = List.copyOf(python);
            binaries = List.copyOf(binaries);
        }
    }

    public Manifest {
        depends = List.copyOf(depends);
        data = List.copyOf(data);
        demo = List.copyOf(demo);
        autoInstall = List.copyOf(autoInstall);
    }
}
