package io.twokeys.fleet;

/**
 * The Odoo installation of a target, as seen on its host.
 *
 * @param series major version, {@code 19.0}
 * @param command {@code odoo-bin} as the host finds it
 * @param config its configuration file
 * @param user operating system user that runs it and owns addons and filestore
 * @param service service unit name
 * @param database the target's only database; any other name is refused, Odoo would create it
 * @param dataDir Odoo's {@code data_dir}; the filestore is {@code DATA_DIR/filestore/DATABASE}
 * @param url base address of its HTTP port as the host itself sees it
 */
public record Odoo(
        String series,
        String command,
        String config,
        String user,
        String service,
        String database,
        String dataDir,
        String url) {

    /** The filestore folder of database {@code name}. */
    public String filestore(String name) {
        return dataDir + "/filestore/" + name;
    }
}
