package io.twokeys.fleet;

import io.twokeys.fleet.Target.CheckpointStrategy;
import io.twokeys.fleet.Target.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Targets for tests that reach no host. */
public final class Targets {
    private Targets() {}

    /** Bound to no channel. */
    public static Target named(String name) {
        return named(name, Map.of());
    }

    /** @param channels platform to channel */
    public static Target named(String name, Map<String, String> channels) {
        var host = new Host("192.0.2.1", 22, "twokeys", Path.of("key"), Path.of("known_hosts"));
        var odoo = new Odoo(
                "19.0", "odoo-bin", "/etc/odoo.conf", "odoo", "odoo", name, "/var/lib/odoo", "http://localhost:8069");
        return new Target(
                new TargetName(name),
                Stage.PRODUCTION,
                host,
                odoo,
                new Addons("/opt/addons", "main", List.of("/opt/odoo/addons")),
                channels,
                asking(Smoke.NONE));
    }

    /** Watched after an upgrade. */
    public static Target watched(String name, Duration time, int errors) {
        Target plain = named(name);
        Settings usual = plain.settings();
        return with(plain, usual.checkpoints(), new Target.Watch(time, errors), usual.require());
    }

    /** The same target with restore points taken like this. */
    public static Target saving(Target plain, Target.Checkpointing checkpoints) {
        Settings usual = plain.settings();
        return with(plain, checkpoints, usual.watch(), usual.require());
    }

    /** The same target on which these gates must pass. */
    public static Target requiring(Target plain, String... gates) {
        Settings usual = plain.settings();
        return with(plain, usual.checkpoints(), usual.watch(), Set.of(gates));
    }

    private static Target with(
            Target plain, Target.Checkpointing checkpoints, Target.Watch watch, Set<String> require) {
        Settings usual = plain.settings();
        var settings = new Settings(
                usual.postgresUser(),
                usual.freeze(),
                checkpoints,
                usual.keep(),
                usual.stagingTwin(),
                usual.smoke(),
                watch,
                require);
        return new Target(
                plain.name(), plain.stage(), plain.host(), plain.odoo(), plain.addons(), plain.channels(), settings);
    }

    /** Odoo 19 with the database {@code prod}, at this address. */
    public static Odoo at(String url) {
        return new Odoo("19.0", "odoo-bin", "/etc/odoo.conf", "odoo", "odoo", "prod", "/var/lib/odoo", url);
    }

    /** The usual settings with this smoke test. */
    public static Settings asking(Smoke smoke) {
        return new Settings(
                "postgres",
                new Target.Freeze("/run/maintenance", Duration.ZERO),
                new Target.Checkpointing(CheckpointStrategy.CLONE, "/var/backups/odoo", ""),
                Target.Keep.USUAL,
                null,
                smoke,
                Target.Watch.OFF,
                Set.of());
    }
}
