package io.twokeys.plan.gate;

import static io.twokeys.plan.gate.Gate.fail;
import static io.twokeys.plan.gate.Gate.pass;
import static io.twokeys.plan.gate.Gate.warn;

import io.twokeys.fleet.Stage;
import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.OdooConf;
import io.twokeys.plan.gate.TargetFacts.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules about Odoo's own configuration, and whether what Twokeys knows of the target agrees with it. PF02, PF47, PF50, PF57. */
final class ConfigGates {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

    private final Target target;
    private final Setup setup;

    ConfigGates(Target target, Setup setup) {
        this.target = target;
        this.setup = setup;
    }

    List<Gate> all() {
        return List.of(setup.options().map(this::odooConfig).orElseGet(this::unread), logWritable(), freezePossible());
    }

    private Gate unread() {
        return fail(
                "odoo-config",
                target.odoo().config() + " cannot be read",
                "Correct odoo.config in config/fleet.yaml, or let "
                        + target.odoo().user() + " read it.");
    }

    private Gate odooConfig(Map<String, String> options) {
        String ours = target.odoo().dataDir();
        String theirs = OdooConf.value(options, "data_dir").orElse(ours);
        if (!bare(theirs).equals(bare(ours))) {
            return fail(
                    "odoo-config",
                    "its data_dir is " + theirs + ", config/fleet.yaml says " + ours,
                    "Correct one of them: the wrong filestore would be kept and restored.");
        }
        if (OdooConf.value(options, "db_user").filter("postgres"::equals).isPresent()) {
            return fail("odoo-config", "its db_user is postgres", "Odoo refuses to run so: give it a role of its own.");
        }
        List<String> odd = odd(options);
        return odd.isEmpty()
                ? pass("odoo-config", target.odoo().config() + " fits what is known of the target")
                : warn(
                        "odoo-config",
                        String.join("; ", odd),
                        "Look at " + target.odoo().config() + ".");
    }

    private List<String> odd(Map<String, String> options) {
        List<String> odd = new ArrayList<>();
        String database = target.odoo().database();
        String served = OdooConf.value(options, "db_name").orElse("");
        if (served.isEmpty()) {
            odd.add("without a db_name the service serves every database that its dbfilter lets through");
        } else if (!List.of(served.split("\\s*,\\s*")).contains(database)) {
            odd.add("the service serves " + served + " and not " + database);
        }
        String server = OdooConf.value(options, "db_host").orElse("localhost");
        if (!HERE.contains(server) && !server.startsWith("/")) {
            odd.add("its db_host is " + server
                    + "; Twokeys works on the PostgreSQL of the host itself, it must be the same");
        }
        if (target.stage() == Stage.PRODUCTION && !"False".equals(options.get("list_db"))) {
            odd.add("without list_db = False whoever has the master password can drop databases in a browser");
        }
        return odd;
    }

    private static String bare(String folder) {
        return folder.replaceFirst("/+$", "");
    }

    private Gate logWritable() {
        Optional<String> log = setup.options().flatMap(options -> OdooConf.value(options, "logfile"));
        if (log.isEmpty()) return pass("log-writable", "Odoo has no log file of its own");
        return setup.mayLog()
                ? pass("log-writable", log.get())
                : warn(
                        "log-writable",
                        target.odoo().user() + " may not write to " + log.get(),
                        "Correct its owner: nobody would see what happens after the start.");
    }

    private Gate freezePossible() {
        String flag = target.settings().freeze().flag();
        return setup.mayFreeze()
                ? pass("freeze-possible", flag)
                : fail(
                        "freeze-possible",
                        target.odoo().user() + " may not make " + flag + ", which shows the maintenance page",
                        "Make its folder, and let " + target.odoo().user() + " write there.");
    }
}
