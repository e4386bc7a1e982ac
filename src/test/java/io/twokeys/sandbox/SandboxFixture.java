package io.twokeys.sandbox;

import io.twokeys.fleet.Target;
import io.twokeys.sandbox.SshClientProbe.Ran;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** A sandbox host in a folder, at fifty times the pace of a demonstration, and what tests ask of it over SSH. */
final class SandboxFixture implements AutoCloseable {
    static final String PSQL = "sudo -n -u postgres psql -X -q -A -t -v ON_ERROR_STOP=1 ";
    private static final String UPGRADE = "sudo -n -u odoo odoo-bin -c %s -d odoo -u %s --stop-after-init --no-http";

    final EmbeddedPostgres postgres;
    final SandboxHost host;
    final Target target;
    final SshClientProbe ssh;

    SandboxFixture(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("sandbox/etc"));
        Files.writeString(folder.resolve("sandbox/etc/pace"), "0.02");
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        host = SandboxHost.start(folder.resolve("sandbox"), postgres);
        target = host.target();
        ssh = new SshClientProbe(target.host());
        ssh.run("sudo systemctl stop odoo");
        sql("postgres", "create database odoo_pristine template odoo owner odoo");
    }

    void asDeployed() throws IOException {
        ssh.run("sudo systemctl stop odoo; rm -f " + target.settings().freeze().flag());
        sql(
                "postgres",
                "drop database if exists odoo with (force); create database odoo template odoo_pristine owner odoo");
        git("checkout -q deployed");
    }

    @Override
    public void close() throws IOException {
        ssh.run("sudo systemctl stop odoo");
        ssh.close();
        host.close();
        postgres.stop();
    }

    URI forwarded() throws IOException {
        URI there = URI.create(target.odoo().url());
        SshdSocketAddress here = ssh.session.startLocalPortForwarding(
                new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(there.getHost(), there.getPort()));
        return URI.create("http://127.0.0.1:" + here.getPort());
    }

    HttpResponse<String> get(URI address, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    Ran upgrade(String module) throws IOException {
        return ssh.run(upgradeLine(module));
    }

    String upgradeLine(String module) throws IOException {
        git("checkout -q --detach main");
        return UPGRADE.formatted(target.odoo().config(), module);
    }

    Ran git(String words) throws IOException {
        return ssh.run(Stream.of("sudo -n -u odoo git -C", target.addons().path(), words)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow());
    }

    Ran sql(String database, String sql) throws IOException {
        return ssh.run(PSQL + "-d " + database + " -f -", sql);
    }

    String query(String sql) throws IOException {
        return sql("odoo", sql).line();
    }

    String states(String prefix) throws IOException {
        return query("select name, state, latest_version from ir_module_module where name like '" + prefix
                + "%' order by name");
    }
}
