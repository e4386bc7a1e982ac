package io.twokeys.odoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twokeys.fleet.Odoo;
import io.twokeys.odoo.module.ModuleName;
import java.util.List;
import org.junit.jupiter.api.Test;

class OdooCommandsTest {
    private final OdooCommands commands = new OdooCommands(new Odoo(
            "19.0",
            "odoo-bin",
            "/etc/odoo/odoo.conf",
            "odoo",
            "odoo",
            "prod",
            "/var/lib/odoo",
            "http://127.0.0.1:8069"));

    @Test
    void an_upgrade_runs_without_limits_and_logs_to_standard_error() {
        assertThat(commands.upgrade(List.of(new ModuleName("sale_custom"), new ModuleName("stock")))
                        .line())
                .isEqualTo("env -C / sudo -n -u odoo odoo-bin -c /etc/odoo/odoo.conf -d prod -u sale_custom,stock"
                        + " --stop-after-init --no-http --max-cron-threads=0 --workers=0 --limit-memory-hard=0"
                        + " --limit-time-cpu=0 --limit-time-real=0 --log-level=info --logfile=");
    }

    @Test
    void on_a_copy_it_finds_no_mail_server_to_fall_back_to() {
        assertThat(commands.upgradeCopy("prod__cp12_dry", List.of(new ModuleName("stock")))
                        .line())
                .startsWith("env -C / sudo -n -u odoo odoo-bin -c /etc/odoo/odoo.conf -d prod__cp12_dry -u stock ")
                .endsWith(" --log-level=info --logfile= --smtp=dry-run.invalid");
    }

    @Test
    void a_copy_is_loaded_beside_the_service_without_its_pid_file() {
        assertThat(commands.load("prod__cp12_drill").line())
                .contains(" -d prod__cp12_drill --stop-after-init --no-http ")
                .endsWith(" --logfile= --pidfile= --smtp=dry-run.invalid");
    }

    @Test
    void a_copy_is_served_to_nobody_else_and_nothing_but_its_pages() {
        assertThat(commands.loginPage("prod__cp12_drill").line())
                .startsWith(
                        "env -C / sudo -n -u odoo sh -c '# Serves a database on a port that only this host can reach")
                .contains(" twokeys 300 odoo-bin -c /etc/odoo/odoo.conf -d prod__cp12_drill"
                        + " '--db-filter=^prod__cp12_drill$' --load=base,web --pidfile= ")
                .endsWith(" --log-level=info --logfile= --smtp=dry-run.invalid");
        assertThat(commands.loginPage("a.b-c").line()).contains(" '--db-filter=^a\\.b\\-c$' ");
    }

    @Test
    void an_upgrade_of_nothing_is_refused() {
        assertThatThrownBy(() -> commands.upgrade(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_version_is_asked_as_the_service_user() {
        assertThat(commands.version().line()).isEqualTo("sudo -n -u odoo odoo-bin --version");
    }
}
