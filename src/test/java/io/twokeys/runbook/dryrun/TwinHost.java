package io.twokeys.runbook.dryrun;

import io.twokeys.fleet.Addons;
import io.twokeys.fleet.Odoo;
import io.twokeys.fleet.Stage;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.sandbox.SandboxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A staging twin on the sandbox host, as an administrator would add one: checkout, configuration and unit of its own. */
public final class TwinHost {
    static final TargetName PROD = new TargetName("sandbox");
    static final TargetName STAGING = new TargetName("staging");

    /** The unit of the twin is a file; every other one is the sandbox's. */
    private static final String SYSTEMCTL = """
            #!/bin/sh
            here=${0%/*}
            case "$*" in
              *is-active*odoo-staging*) [ -e "$here/../run/staging" ] && echo active && exit 0; echo inactive; exit 3 ;;
              *start*odoo-staging*) : >"$here/../run/staging" ;;
              *stop*odoo-staging*) rm -f "$here/../run/staging" ;;
              *) exec "$here/systemctl.sandbox" "$@" ;;
            esac
            """;

    /** An Odoo that says at the end of loading what it left out, and exits with 0 all the same. */
    private static final String COMPLAINING = """
            #!/bin/sh
            "${0%/*}/odoo-bin" "$@" 2>"${0%/*}/../log/complaining.log"
            status=$?
            sed -E '/ odoo.modules.loading: Modules loaded/{h;s/ INFO ([^ ]+) .*/ WARNING \\1 LINE/;p;x}' \\
                "${0%/*}/../log/complaining.log" >&2
            exit $status
            """;

    private final Path root;
    private final Target sandbox;

    private TwinHost(Path root, Target sandbox) {
        this.root = root;
        this.sandbox = sandbox;
    }

    static TwinHost on(SandboxHost sandbox) throws IOException, InterruptedException {
        var target = sandbox.target();
        Path root = Path.of(target.addons().path()).resolveSibling("");
        addTo(root);
        return new TwinHost(root, target);
    }

    /** Adds what the twin has of its own to the sandbox host in {@code root}. */
    public static void addTo(Path root) throws IOException, InterruptedException {
        var copied = new ProcessBuilder(
                        "cp",
                        "-a",
                        root.resolve("addons").toString(),
                        root.resolve("addons-staging").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (copied.waitFor() != 0) throw new IOException("the checkout cannot be copied");
        String conf = Files.readString(root.resolve("etc/odoo.conf"));
        Files.writeString(
                root.resolve("etc/odoo-staging.conf"),
                conf.replace("/addons\n", "/addons-staging\n").replace("db_name = odoo\n", "db_name = staging\n"));
        Files.move(root.resolve("bin/systemctl"), root.resolve("bin/systemctl.sandbox"));
        program(root, "systemctl", SYSTEMCTL);
        program(
                root,
                "odoo-bin-leaving-out",
                COMPLAINING.replace("LINE", "odoo.schema: could not create unique index sale_x"));
        program(
                root,
                "odoo-bin-warning",
                COMPLAINING.replace("LINE", "odoo.modules.loading: The models crm.x have no access rules"));
        Files.writeString(root.resolve("run/staging"), "");
    }

    private static void program(Path root, String name, String text) throws IOException {
        Files.writeString(root.resolve("bin/" + name), text);
        Files.setPosixFilePermissions(root.resolve("bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String path(String name) {
        return root.resolve(name).toString();
    }

    boolean serves() {
        return Files.exists(root.resolve("run/staging"));
    }

    void stops() throws IOException {
        Files.deleteIfExists(root.resolve("run/staging"));
    }

    void starts() throws IOException {
        Files.writeString(root.resolve("run/staging"), "");
    }

    /** The sandbox with this twin, or with none. */
    Target prod(boolean withTwin) {
        var settings = sandbox.settings();
        return new Target(
                PROD,
                Stage.PRODUCTION,
                sandbox.host(),
                sandbox.odoo(),
                sandbox.addons(),
                Map.of(),
                new Target.Settings(
                        settings.postgresUser(),
                        settings.freeze(),
                        settings.checkpoints(),
                        settings.keep(),
                        withTwin ? STAGING : null,
                        settings.smoke(),
                        settings.watch(),
                        settings.require()));
    }

    /** @param command its {@code odoo-bin} */
    Target staging(String command) {
        var odoo = sandbox.odoo();
        return new Target(
                STAGING,
                Stage.STAGING,
                sandbox.host(),
                new Odoo(
                        odoo.series(),
                        command,
                        path("etc/odoo-staging.conf"),
                        odoo.user(),
                        "odoo-staging",
                        "staging",
                        odoo.dataDir(),
                        odoo.url()),
                new Addons(path("addons-staging"), "main", List.of(path("core-addons"))),
                Map.of(),
                sandbox.settings());
    }
}
