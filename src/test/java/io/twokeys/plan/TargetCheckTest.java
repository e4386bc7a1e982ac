package io.twokeys.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.odoo.host.Machine;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.odoo.module.Manifest;
import io.twokeys.odoo.module.ModuleName;
import io.twokeys.odoo.module.ModuleVersion;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gate.Result;
import io.twokeys.plan.gate.NoHistory;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.Hosts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gates on a real host: real SSH, a real PostgreSQL. */
class TargetCheckTest {
    private static EmbeddedPostgres postgres;
    private static SandboxHost sandbox;
    private static Hosts hosts;
    private static OdooHost host;

    private final Planner planner = new Planner(
            new Checkpoints(TestPostgres.fresh()),
            new NoHistory(),
            new Planner.Steps(List.of(), List.of(), List.of(), how -> List.of(), List.of(), List.of()),
            InstantSource.system());

    @BeforeAll
    static void aHost(@TempDir Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres);
        hosts = new Hosts();
        host = new Reach(new Fleet(List.of(sandbox.target())), hosts)
                .host(sandbox.target().name());
    }

    @AfterAll
    static void noHost() throws Exception {
        host.service().stop();
        hosts.close();
        sandbox.close();
        postgres.stop();
    }

    @Test
    void every_fact_of_a_host_can_be_read() {
        List<Gate> gates = planner.check(host);
        assertThat(gates).as(text(gates)).noneMatch(gate -> gate.evidence().contains("cannot be"));
        assertThat(gates).as(text(gates)).noneMatch(gate -> gate.result() == Result.FAIL);
        assertThat(gates).extracting(Gate::id).contains("wal-archived", "clock-true", "memory-free", "hour-sensible");
    }

    @Test
    void jobs_that_wait_in_the_queue_are_counted_where_there_is_a_queue() {
        String database = sandbox.target().odoo().database();
        host.postgres().execute(database, "create table queue_job as select 'started'::text as state");
        try {
            assertThat(planner.check(host))
                    .filteredOn(gate -> gate.id().equals("queue-drained"))
                    .singleElement()
                    .satisfies(gate -> assertThat(gate.evidence()).isEqualTo("1 jobs started, 0 enqueued"));
        } finally {
            host.postgres().execute(database, "drop table queue_job");
        }
    }

    @Test
    void a_database_that_is_not_there_is_refused_for_odoo_would_create_it() {
        host.postgres().execute("postgres", "alter database odoo rename to elsewhere");
        try {
            assertThat(planner.check(host)).singleElement().satisfies(gate -> {
                assertThat(gate.id()).isEqualTo("database-present");
                assertThat(gate.result()).isEqualTo(Result.FAIL);
                assertThat(gate.evidence()).contains("no database odoo", "Odoo would create it", "elsewhere");
            });
            assertThat(planner.upgrade(host, List.of("crm_custom"), Optional.empty()))
                    .isInstanceOfSatisfying(
                            Planned.Refused.class,
                            refused -> assertThat(refused.sentence()).contains("no database odoo"));
        } finally {
            host.postgres().execute("postgres", "alter database elsewhere rename to odoo");
        }
    }

    @Test
    void an_upgrade_of_the_sandbox_may_start() {
        var planned = planner.upgrade(host, List.of("sale_custom"), Optional.empty());
        assertThat(planned).isInstanceOfSatisfying(Planned.Proposed.class, proposed -> {
            List<Gate> gates = proposed.proposal().gates();
            assertThat(proposed.proposal().mayStart()).as(text(gates)).isTrue();
            assertThat(gates)
                    .extracting(Gate::id)
                    .contains(
                            "modules",
                            "plan-size",
                            "python-packages",
                            "packages-unchanged",
                            "binaries",
                            "staging-passed");
        });
    }

    @Test
    void what_modules_need_from_outside_of_odoo_is_looked_for_on_the_host() {
        var external = new Manifest.External(List.of("no-such-package"), List.of("sh", "no-such-program"));
        var sale = new ModuleName("sale_custom");
        var manifest = new Manifest(
                sale, new ModuleVersion("1.0"), true, List.of(), List.of(), List.of(), List.of(), external);
        List<Gate> gates = new Requirements(host, List.of(manifest)).gates();
        assertThat(gates).allMatch(gate -> gate.result() == Result.FAIL);
        assertThat(gates.getFirst().evidence()).contains("no-such-package");
        assertThat(gates.getLast().evidence()).isEqualTo("no-such-program missing, wanted by sale_custom");
        assertThat(new Requirements(host, List.of()).gates()).allMatch(gate -> gate.result() == Result.PASS);
    }

    @Test
    void a_view_that_was_edited_by_hand_is_named_before_the_upgrade_overwrites_it() {
        String database = sandbox.target().odoo().database();
        host.postgres().execute(database, """
                create table ir_ui_view as select n as id, n <> 2 as arch_updated from generate_series(1, 3) n;
                create table ir_model_data as select * from (values
                    ('sale_custom', 'order_form', 'ir.ui.view', 1, false),
                    ('sale_custom', 'untouched', 'ir.ui.view', 2, false),
                    ('sale_custom', 'kept', 'ir.ui.view', 3, true),
                    ('crm_custom', 'elsewhere', 'ir.ui.view', 1, false),
                    ('sale_custom', 'a_partner', 'res.partner', 1, false)) d (module, name, model, res_id, noupdate)""");
        try {
            assertThat(planner.upgrade(host, List.of("sale_custom"), Optional.empty()))
                    .isInstanceOfSatisfying(
                            Planned.Proposed.class,
                            proposed -> assertThat(proposed.proposal().warnings())
                                    .filteredOn(warning -> warning.contains("edited in the running Odoo"))
                                    .singleElement()
                                    .asString()
                                    .startsWith("sale_custom.order_form was edited"));
        } finally {
            host.postgres().execute(database, "drop table ir_ui_view, ir_model_data");
        }
    }

    @Test
    void python_that_cannot_be_compiled_is_named_with_its_line() {
        String odd = "# \u00e4 \ud83d\ude80\ndef f(:\n";
        Gate gate =
                PythonSyntax.of(host, "python3", Map.of("sale/models/order.py", odd, "sale/__init__.py", "import os"));
        assertThat(gate.result()).isEqualTo(Result.FAIL);
        assertThat(gate.evidence()).startsWith("sale/models/order.py:2: ").doesNotContain("more files");
        assertThat(PythonSyntax.of(host, "python3", Map.of("sale/__init__.py", ""))
                        .result())
                .isEqualTo(Result.PASS);
        assertThat(PythonSyntax.of(host, "python-of-nobody", Map.of("a.py", "")).result())
                .isEqualTo(Result.WARN);
    }

    @Test
    void the_journal_can_be_read_after_a_command_of_several_lines() {
        Instant before = InstantSource.system().instant();
        host.session().run(ShellCommand.of("sh", "-c", "true\ntrue").asRoot(), Duration.ofSeconds(20));
        var machine = new Machine(host.session());
        assertThat(machine.oomKills(before)).hasValue(List.of());
    }

    @Test
    void a_module_that_was_imported_in_the_browser_is_named() {
        String database = sandbox.target().odoo().database();
        host.postgres().execute(database, "update ir_module_module set imported = true where name = 'sale_custom'");
        try {
            assertThat(planner.upgrade(host, List.of("sale_custom"), Optional.empty()))
                    .isInstanceOfSatisfying(
                            Planned.Proposed.class,
                            planned -> assertThat(planned.proposal().warnings())
                                    .anyMatch(warning ->
                                            warning.startsWith("sale_custom was imported in the running Odoo")));
        } finally {
            host.postgres().execute(database, "update ir_module_module set imported = false");
        }
    }

    @Test
    void packages_that_only_one_of_the_revisions_asks_for_are_named() {
        String before = committed("openpyxl==3.1\nrequests  # for the shop\n");
        String after = committed("requests\nxlrd\n");
        var requirements = new Requirements(host, List.of());
        Gate changed = requirements.listUnchanged(new Plan.Revisions(before, after));
        assertThat(changed.result()).isEqualTo(Result.WARN);
        assertThat(changed.evidence()).isEqualTo("requirements.txt changes: now xlrd; no longer openpyxl==3.1");
        assertThat(requirements.listUnchanged(new Plan.Revisions(after, after)).result())
                .isEqualTo(Result.PASS);
    }

    /** A commit, on no branch, that holds this list. */
    private static String committed(String list) {
        String addons = sandbox.target().addons().path();
        String script = "cd \"$1\" && b=$(printf %s \"$2\" | git hash-object -w --stdin)"
                + " && t=$(printf '100644 blob %s\\trequirements.txt\\n' \"$b\" | git mktree)"
                + " && git -c user.name=x -c user.email=x@example.com commit-tree -m List \"$t\"";
        return host.session()
                .run(ShellCommand.of("sh", "-c", script, "sh", addons, list), Duration.ofSeconds(30))
                .orTrouble("git")
                .out()
                .strip();
    }

    @Test
    void a_commit_that_the_checkout_does_not_know_is_fetched() {
        String addons = sandbox.target().addons().path();
        String upstream = addons + "-upstream";
        git("clone", "--quiet", addons, upstream);
        git("-C", upstream, "checkout", "--quiet", "-b", "hotfix", "origin/main");
        git(
                "-C",
                upstream,
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@example.com",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "Fix");
        git("-C", addons, "remote", "set-url", "origin", upstream);
        assertThat(host.checkout().resolve("hotfix")).isPresent();
        assertThat(host.checkout().resolve("coldfix")).isEmpty();
    }

    private static void git(String... words) {
        host.session()
                .run(ShellCommand.of("git").with(words), Duration.ofSeconds(30))
                .orTrouble("git");
    }

    private static String text(List<Gate> gates) {
        return gates.stream().map(Gate::toString).collect(Collectors.joining("\n"));
    }
}
