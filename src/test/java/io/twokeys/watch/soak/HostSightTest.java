package io.twokeys.watch.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.fleet.Fleet;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import io.twokeys.ssh.Hosts;
import io.twokeys.watch.soak.Soak.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a host with a real Odoo log, pages and PostgreSQL. */
class HostSightTest {
    @Test
    void a_look_sees_what_was_logged_since_the_last_one(@TempDir Path folder) throws Exception {
        var postgres = EmbeddedPostgres.start(folder.resolve("postgresql"));
        try (var hosts = new Hosts();
                var sandbox = SandboxHost.start(folder.resolve("sandbox"), postgres)) {
            var reach = new Reach(new Fleet(List.of(sandbox.target())), hosts);
            OdooHost host = reach.host(sandbox.target().name());
            try {
                looks(host, new HostSight(reach), folder.resolve("sandbox/log/odoo.log"));
            } finally {
                host.service().stop();
            }
        } finally {
            postgres.stop();
        }
    }

    private static void looks(OdooHost host, HostSight sight, Path log) throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> host.pages().login().ok());
        String start = host.serviceLog().end();
        assertThat(start).startsWith("file:");
        Files.writeString(
                log, "2026-11-21 10:00:00,001 7 ERROR odoo odoo.sql_db: bad query\n", StandardOpenOption.APPEND);

        Glance first = sight.at(soak(host, start));
        assertThat(first.login()).isEmpty();
        assertThat(first.blocked()).isEmpty();
        assertThat(first.log().errors()).isEqualTo(1);
        assertThat(first.log().first()).isEqualTo("bad query");

        assertThat(sight.at(soak(host, first.log().end())).log().errors()).isZero();

        Files.writeString(log, "2026-11-21 10:00:01,001 7 CRITICAL odoo odoo.modules: gone\n");
        assertThat(sight.at(soak(host, first.log().end())).log().critical())
                .as("a file that was rotated away is read from its start")
                .isEqualTo(1);
    }

    private static Soak soak(OdooHost host, String log) {
        return new Soak("UP-1", host.target().name(), Instant.EPOCH, new Seen(log, 0, 0, 0));
    }
}
