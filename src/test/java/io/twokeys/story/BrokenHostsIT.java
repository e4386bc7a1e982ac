package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet in which no host works, each in its own way: each gets its own sentence, and nothing half done. */
class BrokenHostsIT {
    private static final String TARGET = """
              %1$s:
                stage: staging
                channels: { console: odoo-%1$s }
                host: { address: 127.0.0.1, port: %2$d, user: deploy, key: %3$s, known-hosts: %4$s }
                odoo: { series: "19.0", config: /etc/odoo/odoo.conf, database: odoo, data-dir: /var/lib/odoo }
                addons: { path: /srv/addons }
                maintenance-flag: /srv/maintenance.flag
            """;
    private static final String PEOPLE = """
            people:
              olga: { name: Olga, console: olga, roles: { "*": [operator] } }
              vera: { name: Vera, slack: U0123456789, roles: { "*": [viewer] } }
            """;

    @TempDir
    static Path folder;

    private static final TwokeysProcess TWOKEYS = TwokeysProcess.inEmptyFolder();
    private static SshServer refused;
    private static SshServer working;
    private static SshServer full;

    @BeforeAll
    static void start() throws IOException {
        working = SshServer.in(folder.resolve("working"));
        full = SshServer.in(folder.resolve("full"));
        refused = SshServer.in(folder.resolve("refused"));
        refused.refuseOurKey();
        working.command("sudo", "echo 'sudo: a password is required' >&2; exit 1");
        full.command("sudo", "echo 'touch: cannot touch: No space left on device' >&2; exit 1");
        String fleet = "targets:\n" + target("down", TwokeysProcess.freePort(), working, known(working))
                + target("changed", working.port(), working, otherKnown())
                + target("refused", refused.port(), refused, known(refused))
                + target("sudoless", working.port(), working, known(working))
                + target("full", full.port(), full, known(full));
        TWOKEYS.withFile("config/fleet.yaml", fleet)
                .withFile("config/people.yaml", PEOPLE)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        TWOKEYS.close();
        for (SshServer server : new SshServer[] {working, full, refused}) server.close();
    }

    private static Path known(SshServer server) throws IOException {
        return server.host().knownHosts();
    }

    private static Path otherKnown() throws IOException {
        Path file = working.knownHosts(1, SshServer.keys().getPublic());
        String line = Files.readString(file).replace("[127.0.0.1]:1 ", "[127.0.0.1]:" + working.port() + " ");
        return Files.writeString(folder.resolve("other_known_hosts"), line);
    }

    private static String target(String name, int port, SshServer server, Path knownHosts) throws IOException {
        Files.setPosixFilePermissions(server.key(), PosixFilePermissions.fromString("rw-------"));
        return TARGET.formatted(name, port, server.key(), knownHosts);
    }

    private static ConsoleEntry console(String target) {
        var console = new ConsoleEntry("odoo-" + target);
        console.prepare(TWOKEYS);
        return console;
    }

    private static String refusal(String target, String... words) {
        var olga = new Channel(console(target)).person("olga");
        olga.types("/odoo upgrade crm_custom");
        return olga.isTold(words).text();
    }

    @Test
    void a_host_that_is_down_cannot_be_reached() {
        assertThat(refusal("down", "cannot be reached")).contains("deploy@127.0.0.1", "connection refused");
    }

    @Test
    void a_host_with_another_key_gets_nothing() {
        assertThat(refusal("changed", "CHANGED")).contains("Nothing was sent", "other_known_hosts");
    }

    @Test
    void a_host_that_does_not_let_us_in_says_which_key_and_where_to_put_it() {
        assertThat(refusal("refused", "authorized_keys")).contains(refused.key().toString());
    }

    @Test
    void a_sudo_that_wants_a_password_is_told_as_such() {
        refusal("sudoless", "sudo refused (sudo: a password is required)");
    }

    @Test
    void a_full_disk_is_told_as_such() {
        refusal("full", "disk is full");
    }

    @Test
    void nothing_is_left_half_done_and_status_says_what_is_wrong() {
        var channel = new Channel(console("down"));
        var olga = channel.person("olga");
        olga.types("/odoo history");
        channel.shows("history", "Nothing was run yet.");
        olga.types("/odoo status");
        channel.shows("status", "down", "cannot be reached", "nothing runs");
        assertThat(working.home().resolve(".twokeys")).doesNotExist();
        assertThat(full.home().resolve(".twokeys")).doesNotExist();
    }

    @Test
    void a_target_of_the_other_channel_must_be_one_of_the_list() {
        var channel = new Channel(console("down"));
        var olga = channel.person("olga");
        olga.types("/odoo status on prod");
        olga.isTold("There is no target prod. Targets: ", "down", "sudoless");
    }

    @Test
    void an_account_that_people_yaml_does_not_link_is_nobody() {
        var answer = console("down").tries("vera", "/odoo status", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("nobody here is called vera; known are olga");
    }
}
