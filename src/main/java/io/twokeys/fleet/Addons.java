package io.twokeys.fleet;

import java.util.List;

/**
 * The git checkout of custom addons on the host.
 *
 * @param path folder of the checkout
 * @param release what is deployed when a command names no revision: a branch, tag or commit
 * @param core folders with the addons that Odoo itself brings
 */
public record Addons(String path, String release, List<String> core) {
    public Addons {
        core = List.copyOf(core);
    }
}
