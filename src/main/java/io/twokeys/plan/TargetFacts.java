package io.twokeys.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Pages;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What was seen on a target right before planning, read side by side over one connection.
 *
 * @param head the commit that is deployed
 * @param changes tracked files that differ from it
 * @param cluster server_version, size of the database, free bytes where it lies
 */
record TargetFacts(
        Modules modules,
        String head,
        String changes,
        Cluster cluster,
        boolean serviceActive,
        boolean frozen,
        Pages.Answer login) {

    /** @param free bytes on the file system of the cluster's data; -1 if it could not be read */
    record Cluster(long bytes, long free, long size) {}

    static TargetFacts read(OdooHost host) {
        String database = host.target().odoo().database();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Modules> modules = threads.submit(() -> Modules.read(host.postgres(), database));
            Future<Cluster> cluster = threads.submit(() -> cluster(host, database));
            Future<String> head = threads.submit(() -> host.checkout().head());
            Future<String> changes = threads.submit(() -> host.checkout().changes());
            Future<Boolean> active = threads.submit(() -> host.service().active());
            Future<Boolean> frozen = threads.submit(() -> host.traffic().frozen());
            Future<Pages.Answer> login = threads.submit(() -> host.pages().login());
            return new TargetFacts(
                    got(modules), got(head), got(changes), got(cluster), got(active), got(frozen), got(login));
        }
    }

    private static Cluster cluster(OdooHost host, String database) {
        JsonNode answer = host.postgres()
                .query(
                        database,
                        "select json_build_object('bytes', pg_database_size(current_database()), 'folder', current_setting('data_directory'))");
        var df = host.session()
                .run(
                        ShellCommand.of("df", "-P", "-B1", answer.path("folder").asText())
                                .as(host.target().settings().postgresUser()),
                        Duration.ofSeconds(20));
        String[] words =
                df.ok() ? df.out().strip().lines().reduce("", (a, b) -> b).split("\\s+") : new String[0];
        long bytes = answer.path("bytes").asLong();
        return words.length < 4
                ? new Cluster(bytes, -1, -1)
                : new Cluster(bytes, Long.parseLong(words[3]), Long.parseLong(words[1]));
    }

    /** The answer, or the trouble as it happened on the other thread. */
    static <T> T got(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HostTrouble trouble) throw trouble;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
