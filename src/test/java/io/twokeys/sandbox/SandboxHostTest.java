package io.twokeys.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.fleet.Stage;
import io.twokeys.sandbox.SshClientProbe.Ran;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class SandboxHostTest {
    @TempDir
    static Path folder;

    private static SandboxFixture sandbox;

    @BeforeAll
    static void buildTheWorld() throws IOException {
        sandbox = new SandboxFixture(folder);
    }

    @AfterAll
    static void stopEverything() throws IOException {
        sandbox.close();
    }

    @BeforeEach
    void asDeployed() throws IOException {
        sandbox.asDeployed();
    }

    @Test
    void the_world_is_a_complete_target() throws IOException {
        assertThat(sandbox.target.stage()).isEqualTo(Stage.SANDBOX);
        assertThat(sandbox.target.channels()).containsEntry("console", "odoo-sandbox");
        assertThat(URI.create(sandbox.target.odoo().url()).getPort()).isBetween(20_000, 31_999);
        assertThat(sandbox.ssh.run("cd; pwd; echo $HOME").line().lines().distinct())
                .containsExactly(folder + "/sandbox/home");
        assertThat(sandbox.query("select count(*) from ir_module_module where state = 'installed'"))
                .isEqualTo("49");
        assertThat(sandbox.query("select count(*) from sale_order")).isEqualTo("2500");
        String stored = sandbox.query("select store_fname || ' ' || file_size from ir_attachment order by id limit 1");
        Path file = Path.of(sandbox.target.odoo().filestore("odoo")).resolve(stored.split(" ")[0]);
        assertThat(Files.size(file)).isEqualTo(Long.parseLong(stored.split(" ")[1]));
        assertThat(sandbox.git("rev-parse v1.0.0 HEAD").line().lines().distinct())
                .hasSize(1);
        assertThat(sandbox.git("status --porcelain").line()).isEmpty();
        assertThat(sandbox.git("fetch").exitCode()).isZero();
    }

    @Test
    void psql_speaks_as_the_bot_expects() throws IOException {
        Ran rows = sandbox.ssh.run(
                SandboxFixture.PSQL + "-d odoo -f -",
                "select 1, null, true, 'a;b';\n-- and;\nselect json_agg(x) from (values (1)) v(x);");
        assertThat(rows.out()).isEqualTo("1||t|a;b\n[1]\n");
        Ran wrong = sandbox.ssh.run(SandboxFixture.PSQL + "-d odoo -f -", "begin;\nselect nothing;\ncommit;");
        assertThat(wrong.exitCode()).isEqualTo(3);
        assertThat(wrong.err())
                .startsWith("psql:<stdin>:2: ERROR:  column \"nothing\" does not exist\nLINE 1: select nothing");
        Ran absent = sandbox.ssh.run(SandboxFixture.PSQL + "-d nowhere -c 'select 1'");
        assertThat(absent.exitCode()).isEqualTo(2);
        assertThat(absent.err())
                .contains("psql: error: connection to server")
                .contains("FATAL: ")
                .contains("\"nowhere\" does not exist");
        assertThat(sandbox.sql(
                                "postgres",
                                "create database swap template odoo; begin; alter database odoo rename to kept;"
                                        + " alter database swap rename to odoo; commit; drop database kept")
                        .err())
                .isEmpty();
    }

    @Test
    void crm_custom_upgrades() throws IOException {
        Ran run = sandbox.upgrade("crm_custom");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .containsPattern(
                        "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} \\d+ INFO odoo odoo.modules.loading: loading 49 modules... $")
                .containsPattern("Loading module crm_custom \\(\\d\\d/49\\) \n")
                .contains("module crm_custom: Running migration [>19.0.1.1.0] pre-migrate \n")
                .contains("module crm_custom: Running migration [19.0.1.1.0>] post-migrate \n")
                .containsPattern("WARNING odoo post-migrate: \\d+ leads have no known source, check them \n")
                .containsPattern("Module crm_custom loaded in \\d+\\.\\d\\ds, 216 queries \\(\\+216 other\\) \n")
                .containsPattern("Loading module crm_custom_report \\(\\d\\d/49\\) \n")
                .contains("odoo.modules.loading: Modules loaded. \n")
                .endsWith("Stopping workers gracefully \n");
        assertThat(sandbox.states("crm_custom"))
                .isEqualTo("crm_custom|installed|19.0.1.1.0\ncrm_custom_report|installed|19.0.1.0.0");
        assertThat(sandbox.query("select count(*) from crm_lead where source_channel is null"))
                .isEqualTo("0");
    }

    @Test
    void sale_custom_fails_after_its_new_dependency_was_committed() throws IOException {
        Ran run = sandbox.upgrade("sale_custom");

        assertThat(run.exitCode()).isEqualTo(255);
        assertThat(run.err())
                .contains(
                        "ALLOW access to module.button_install on ['Sale Custom Base'] to user __system__ #1 via n/a \n")
                .containsSubsequence(
                        "Module sale_custom_base loaded in ",
                        "Running migration [19.0.1.1.0>] post-migrate \n",
                        "ERROR odoo odoo.sql_db: bad query: b'INSERT INTO sale_delivery_reference",
                        "ERROR: column \"legacy_ref\" does not exist\nLINE 1: INSERT",
                        "^\n \n",
                        "WARNING odoo odoo.modules.loading: Transient module states were reset \n",
                        "ERROR odoo odoo.registry: Failed to load registry \n",
                        "CRITICAL odoo odoo.service.server: Failed to initialize database `odoo`. \nTraceback",
                        "/sale_custom/migrations/19.0.1.1.0/post-migrate.py\", line 9, in migrate\n",
                        "psycopg2.errors.UndefinedColumn: column \"legacy_ref\" does not exist\n",
                        "Stopping workers gracefully \n");
        assertThat(sandbox.states("sale_custom")).isEqualTo("""
                sale_custom|installed|19.0.1.0.0
                sale_custom_base|installed|19.0.1.1.0
                sale_custom_extra|uninstalled|
                sale_custom_report|installed|19.0.1.0.0""");
        assertThat(sandbox.query("select to_regclass('sale_delivery_reference')"))
                .isEqualTo("sale_delivery_reference");
        assertThat(sandbox.query("select count(legacy_code) from sale_custom_note"))
                .isEqualTo("320");
    }

    @Test
    void stock_custom_is_killed_for_memory_and_leaves_modules_to_upgrade() throws IOException {
        Ran run = sandbox.ssh.run(sandbox.upgradeLine("stock_custom") + "; echo exit $?");

        assertThat(run.line()).isEqualTo("exit 137");
        assertThat(run.err())
                .contains("post-migrate: loading every pair of moves into memory")
                .doesNotContain("Transient");
        assertThat(sandbox.states("stock_custom")).isEqualTo("""
                stock_custom|to upgrade|19.0.1.0.0
                stock_custom_lot|installed|19.0.1.1.0
                stock_custom_report|to upgrade|19.0.1.0.0""");
        String kernel = "oom-kill:constraint=CONSTRAINT_MEMCG.*task=odoo-bin,pid=\\d+,uid=101\n"
                + ".*Memory cgroup out of memory: Killed process \\d+ \\(odoo-bin\\)";
        assertThat(sandbox.ssh.run("sudo dmesg").out()).containsPattern(kernel);
        assertThat(sandbox.ssh
                        .run("sudo journalctl -k --since '1 minute ago' --no-pager")
                        .out())
                .containsPattern("kernel: " + kernel);
    }

    @Test
    void hr_custom_ends_well_and_leaves_modules_in_between() throws IOException {
        Ran run = sandbox.upgrade("hr_custom");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("module hr_custom_skills: manifest not found \n")
                .contains(
                        "ERROR odoo odoo.modules.loading: Some modules have inconsistent states, some dependencies may be missing: ['hr_custom_badge', 'hr_custom_skills'] \n")
                .contains("Modules loaded. \n");
        assertThat(sandbox.states("hr_custom"))
                .contains(
                        "hr_custom|installed|19.0.1.1.0\n",
                        "hr_custom_badge|to install|",
                        "hr_custom_skills|to install|");
    }

    @Test
    void a_module_that_nobody_knows_is_ignored() throws IOException {
        Ran run = sandbox.upgrade("sale_custm");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("WARNING odoo odoo.modules.loading: invalid module names, ignored: sale_custm \n");
    }

    @Test
    void a_signal_ends_an_upgrade_with_130_and_nothing_committed() throws IOException {
        Ran run = sandbox.ssh.run(
                "export SANDBOX_PACE=0.3; " + sandbox.upgradeLine("crm_custom") + " 2>$HOME/signal.log & "
                        + "while ! grep -q 'loading crm_custom/' $HOME/signal.log; do sleep 0.1; done; kill $!; wait $!; echo $?");

        assertThat(run.line()).isEqualTo("130");
        assertThat(sandbox.ssh.run("tail -n 1 signal.log").line()).isEqualTo("KeyboardInterrupt");
        assertThat(sandbox.states("crm_custom")).startsWith("crm_custom|installed|19.0.1.0.0");
    }

    @Test
    void the_service_tells_what_it_can_do() throws Exception {
        assertThat(sandbox.ssh.run("sudo systemctl is-active odoo").line()).isEqualTo("inactive");
        assertThat(sandbox.ssh.run("sudo -n systemctl start odoo").exitCode()).isZero();
        assertThat(sandbox.ssh
                        .run("sudo systemctl show -p ActiveState,SubState odoo")
                        .out())
                .isEqualTo("ActiveState=active\nSubState=running\n");
        URI address = sandbox.forwarded();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> sandbox.get(address, "/web/health").statusCode() == 200);
        assertThat(sandbox.get(address, "/web/login").body()).contains("oe_login_form");

        sandbox.sql("odoo", "update ir_module_module set state = 'to upgrade' where name = 'sale_custom'");
        assertThat(sandbox.get(address, "/web/login").statusCode()).isEqualTo(500);
        assertThat(sandbox.ssh.run("tail -n 20 ../log/odoo.log").out())
                .contains("ERROR odoo odoo.http: Exception during request handling. \nTraceback");

        sandbox.ssh.run("touch " + sandbox.target.settings().freeze().flag());
        String front =
                Files.readString(folder.resolve("sandbox/etc/front-port")).strip();
        assertThat(sandbox.get(URI.create("http://127.0.0.1:" + front), "/web/login")
                        .statusCode())
                .isEqualTo(503);
        assertThat(sandbox.get(address, "/web/health").statusCode()).isEqualTo(200);

        sandbox.ssh.run("sudo systemctl stop odoo");
        assertThat(sandbox.ssh.run("sudo systemctl is-active odoo").exitCode()).isEqualTo(3);
        assertThat(sandbox.ssh
                        .run("sudo journalctl -u odoo --since '2 minutes ago' --no-pager")
                        .out())
                .contains("systemd[1]: Stopped odoo.service");
    }

    @Test
    void a_closed_channel_ends_its_own_process_and_no_detached_one() throws Exception {
        Path detached = folder.resolve("sandbox/home/detached");
        Path own = folder.resolve("sandbox/home/own");
        try (var other = new SshClientProbe(sandbox.target.host())) {
            var channel = other.session.createExecChannel(
                    "setsid sh -c 'echo $$ >detached; exec sleep 300' & sh -c 'echo $$ >own; exec sleep 300'");
            channel.open().verify(Duration.ofSeconds(10));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Files.exists(own)
                            && Files.exists(detached)
                            && !Files.readString(own).isBlank()
                            && !Files.readString(detached).isBlank());
        }
        ProcessHandle survivor = ProcessHandle.of(
                        Long.parseLong(Files.readString(detached).strip()))
                .orElseThrow();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !ProcessHandle.of(
                                Long.parseLong(Files.readString(own).strip()))
                        .map(ProcessHandle::isAlive)
                        .orElse(false));
        assertThat(survivor.isAlive()).isTrue();
        survivor.destroy();
    }

    @Test
    void a_second_start_reuses_the_world_and_no_key_but_the_clients_gets_in(@TempDir Path keys) throws Exception {
        sandbox.sql("odoo", "update res_company set name = 'Kept'");
        try (SandboxHost again = SandboxHost.start(folder.resolve("sandbox"), sandbox.postgres);
                SshClientProbe client = new SshClientProbe(again.target().host())) {
            assertThat(client.run(SandboxFixture.PSQL + "-d odoo -c 'select name from res_company'")
                            .line())
                    .isEqualTo("Kept");
            assertThat(again.target().odoo()).isEqualTo(sandbox.target.odoo());
        }
        Path stranger = SandboxKeys.in(keys).clientFile();
        var stranger2 = new io.twokeys.fleet.Host(
                "127.0.0.1",
                sandbox.target.host().port(),
                "deploy",
                stranger,
                sandbox.target.host().knownHosts());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new SshClientProbe(stranger2))
                .isInstanceOf(IOException.class);
    }
}
