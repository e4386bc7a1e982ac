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
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Inside> inside = threads.submit(() -> inside(host));
            Future<String> head = threads.submit(() -> host.checkout().head());
            Future<String> changes = threads.submit(() -> host.checkout().changes());
            Future<Boolean> active = threads.submit(() -> host.service().active());
            Future<Boolean> frozen = threads.submit(() -> host.traffic().frozen());
            Future<Pages.Answer> login = threads.submit(() -> host.pages().login());
            return new TargetFacts(
                    got(inside).modules(),
                    got(head),
                    got(changes),
                    got(inside).cluster(),
                    got(active),
                    got(frozen),
                    got(login));
        }
    }

    /** What the database itself tells, in one question. */
    private record Inside(Modules modules, Cluster cluster) {}

    private static Inside inside(OdooHost host) {
        JsonNode answer = host.postgres().query(host.target().odoo().database(), """
                        select json_build_object('bytes', pg_database_size(current_database()),
                            'folder', current_setting('data_directory'), 'modules', (%s))""".formatted(Modules.SQL));
        long bytes = answer.path("bytes").asLong();
        return new Inside(
                new Modules(answer.path("modules")),
                disk(host, bytes, answer.path("folder").asText()));
    }

    private static Cluster disk(OdooHost host, long bytes, String folder) {
        var df = ShellCommand.of("df", "-P", "-B1", folder)
                .as(host.target().settings().postgresUser());
        var answer = host.session().run(df, Duration.ofSeconds(20));
        String[] words = answer.ok()
                ? answer.out().strip().lines().reduce("", (a, b) -> b).split("\\s+")
                : new String[0];
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
