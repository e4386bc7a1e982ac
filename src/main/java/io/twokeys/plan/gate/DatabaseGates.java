package io.twokeys.plan.gate;

import static io.twokeys.plan.gate.Gate.fail;
import static io.twokeys.plan.gate.Gate.pass;
import static io.twokeys.plan.gate.Gate.warn;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.Cluster;
import io.twokeys.odoo.host.OdooHost;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The rules about the database: its modules, sessions, jobs, catalogs. PF01, PF31 to PF37, PF42, PF49 and PF59 of the preflight table. */
public final class DatabaseGates {
    /** A transaction that has been open for so long keeps an upgrade from starting. */
    private static final long TOO_LONG_SECONDS = 1800;

    private static final int MANY = 10;
    /** Fewer messages in four weeks tell no habits. */
    private static final int ENOUGH = 500;

    private static final String OTHERS = """
            select coalesce(json_agg(datname order by datname), '[]'::json) from pg_database
            where not datistemplate and datname <> 'postgres'""";

    private final Target target;
    private final Cluster cluster;

    DatabaseGates(Target target, Cluster cluster) {
        this.target = target;
        this.cluster = cluster;
    }

    List<Gate> all() {
        return List.of(
                databasePresent(),
                mayBeCopied(),
                modulesSettled(),
                seriesMatches(),
                transactionsShort(),
                locksGranted(),
                cronsIdle(),
                queueDrained(),
                visitorsFew(),
                hourQuiet(),
                indexesValid(),
                checksumsGood(),
                extensionsThere());
    }

    /** That the target's database is not there, if that is so. Odoo would create it. */
    public static Optional<Gate> absence(OdooHost host) {
        String database = host.target().odoo().database();
        if (host.postgres().exists(database)) return Optional.empty();
        JsonNode others = host.postgres().query("postgres", OTHERS);
        String names = StreamSupport.stream(others.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        String sentence = "There is no database %s on %s, and Odoo would create it. There are: %s."
                .formatted(database, host.target().host(), names);
        return Optional.of(fail("database-present", sentence, "Correct the database in config/fleet.yaml."));
    }

    private Gate databasePresent() {
        return pass(
                "database-present",
                "%s exists, owner %s, %s, %s"
                        .formatted(
                                target.odoo().database(),
                                cluster.text("owner"),
                                cluster.text("encoding"),
                                Sizes.of(cluster.bytes())));
    }

    /** What a checkpoint and the way back to it need: to create a database, and to rename this one (PF49). */
    Gate mayBeCopied() {
        if (!cluster.knows("may_copy")) return unread("may-be-copied", "the role's rights", "pg_roles");
        String role = cluster.text("role");
        String owner = cluster.text("owner");
        return cluster.is("may_copy")
                ? pass("may-be-copied", role + " may create databases and rename this one")
                : fail(
                        "may-be-copied",
                        role + " may not both create databases and rename one of " + owner + "'s",
                        "`alter role %s createdb` and `grant %s to %s`, or name a superuser as the target's postgres-user."
                                .formatted(role, owner, role));
    }

    Gate modulesSettled() {
        List<String> between = new ArrayList<>();
        for (JsonNode row : cluster.modules().rows()) {
            if (row.path("state").asText().startsWith("to ")) {
                between.add(row.path("name").asText() + " (" + row.path("state").asText() + ")");
            }
        }
        String fix = "Roll back to the last checkpoint; a rerun would finish what was interrupted without a plan.";
        if (!between.isEmpty()) {
            return fail(
                    "modules-settled",
                    between.size() == 1
                            ? "1 module in a state in between: " + between.getFirst()
                            : between.size() + " modules in a state in between, first " + between.getFirst(),
                    fix);
        }
        if (cluster.knows("partial")) {
            return fail("modules-settled", "base.partially_updated_database is set: an upgrade did not end", fix);
        }
        return pass("modules-settled", "no module in a state in between");
    }

    /** A major version leads through every version in between (E15); Twokeys upgrades modules within one. */
    private Gate seriesMatches() {
        String series = target.odoo().series();
        String base = baseVersion();
        if (base.isEmpty()) {
            return fail("series-matches", "the version of base cannot be read", "Look at ir_module_module.");
        }
        return base.startsWith(series + ".") || base.equals(series)
                ? pass("series-matches", "base is at " + base)
                : fail(
                        "series-matches",
                        "the database is of " + base + ", the code of " + series,
                        "Correct the series in config/fleet.yaml, or migrate version by version: none can be jumped.");
    }

    private String baseVersion() {
        for (JsonNode row : cluster.modules().rows()) {
            if (row.path("name").asText().equals("base"))
                return row.path("latest_version").asText("");
        }
        return "";
    }

    private Gate transactionsShort() {
        if (!cluster.knows("transactions"))
            return unread("transactions-short", "open transactions", "pg_stat_activity");
        List<JsonNode> open = cluster.rows("transactions");
        if (open.isEmpty()) return pass("transactions-short", "no transaction is open for more than 5 min");
        JsonNode oldest = open.getFirst();
        long seconds = oldest.path("seconds").asLong();
        String seen = "%s open for more than 5 min; the oldest for %d min: pid %d, %s, %s"
                .formatted(
                        count(open.size(), "transaction"),
                        seconds / 60,
                        oldest.path("pid").asLong(),
                        who(oldest),
                        oldest.path("state").asText());
        String fix = "Let it end, or `select pg_terminate_backend(%d)`; more than 30 min stop an upgrade."
                .formatted(oldest.path("pid").asLong());
        return seconds > TOO_LONG_SECONDS
                ? fail("transactions-short", seen, fix)
                : warn("transactions-short", seen, fix);
    }

    private static String who(JsonNode session) {
        String application = session.path("application").asText("");
        return session.path("user").asText("nobody") + (application.isBlank() ? "" : " with " + application);
    }

    private Gate locksGranted() {
        if (!cluster.knows("waiting")) return unread("locks-granted", "lock waits", "pg_stat_activity");
        List<JsonNode> waiting = cluster.rows("waiting");
        if (waiting.isEmpty()) return pass("locks-granted", "nobody waits for a lock");
        String blockers = waiting.stream()
                .flatMap(row -> StreamSupport.stream(row.path("blockers").spliterator(), false))
                .map(JsonNode::asText)
                .distinct()
                .collect(Collectors.joining(", "));
        return warn(
                "locks-granted",
                count(waiting.size(), "session") + " waiting for a lock that pid " + blockers + " holds",
                "Let it go on, or end the session that blocks.");
    }

    private Gate cronsIdle() {
        OptionalLong running = cluster.number("crons");
        if (running.isEmpty()) return unread("crons-idle", "running cron jobs", "pg_locks");
        return running.getAsLong() == 0
                ? pass("crons-idle", "no cron job is in mid-run")
                : warn(
                        "crons-idle",
                        count(running.getAsLong(), "cron job") + " in mid-run",
                        "Wait until it is through: stopping the service cuts it off.");
    }

    private Gate queueDrained() {
        if (!cluster.is("queue")) return pass("queue-drained", "queue_job is not installed");
        JsonNode queue = cluster.queue();
        if (!queue.path("started").isNumber()) return unread("queue-drained", "queue_job", "its table");
        long started = queue.path("started").asLong();
        long enqueued = queue.path("enqueued").asLong();
        return started + enqueued == 0
                ? pass("queue-drained", "no job is started or enqueued")
                : warn(
                        "queue-drained",
                        started + " jobs started, " + enqueued + " enqueued",
                        "Let the queue drain, or pause its channel: what is started is cut off and stays started.");
    }

    /** Whom the maintenance page meets (PF59); Odoo's web client says so once a minute. */
    private Gate visitorsFew() {
        if (cluster.visitors().isEmpty()) return pass("visitors-few", "Odoo keeps no list of who is there");
        long active = cluster.visitors().getAsLong();
        return active > MANY
                ? warn(
                        "visitors-few",
                        active + " people were at work in the last 5 min",
                        "Announce it: `/odoo maintenance schedule` tells them in time.")
                : pass("visitors-few", active + " at work in the last 5 min");
    }

    /** Not in the busiest hour (B3), by the messages that Odoo writes for whatever people do. */
    private Gate hourQuiet() {
        Map<Integer, Long> hours = cluster.hours();
        long all = hours.values().stream().mapToLong(Long::longValue).sum();
        if (all < ENOUGH || cluster.now().isEmpty())
            return pass("hour-quiet", "too little was written to tell busy hours");
        int now = Instant.ofEpochSecond((long) cluster.now().getAsDouble())
                .atOffset(ZoneOffset.UTC)
                .getHour();
        String seen = "%02d to %02d h UTC has %d %% of what is written here in a day"
                .formatted(now, now + 1, 100 * hours.getOrDefault(now, 0L) / all);
        boolean busiest = hours.values().stream().noneMatch(other -> other > hours.getOrDefault(now, 0L));
        int quietest = IntStream.range(0, 24)
                .boxed()
                .min(Comparator.comparing(hour -> hours.getOrDefault(hour, 0L)))
                .orElse(now);
        return busiest
                ? warn(
                        "hour-quiet",
                        seen + ": it is the busiest hour",
                        "Wait; the quietest begins at %02d h UTC.".formatted(quietest))
                : pass("hour-quiet", seen);
    }

    private Gate indexesValid() {
        if (!cluster.knows("invalid_indexes")) return unread("indexes-valid", "indexes", "pg_index");
        List<JsonNode> invalid = cluster.rows("invalid_indexes");
        return invalid.isEmpty()
                ? pass("indexes-valid", "no index is invalid")
                : warn(
                        "indexes-valid",
                        count(invalid.size(), "index") + " invalid, first "
                                + invalid.getFirst().asText(),
                        "`reindex index concurrently` it, or drop it.");
    }

    private Gate checksumsGood() {
        OptionalLong failures = cluster.number("checksum_failures");
        if (failures.isEmpty()) return unread("checksums-good", "checksum failures", "pg_stat_database");
        return failures.getAsLong() == 0
                ? pass("checksums-good", "no checksum failure")
                : fail(
                        "checksums-good",
                        count(failures.getAsLong(), "checksum failure"),
                        "The storage damages data: find out where before anything is changed or copied.");
    }

    private Gate extensionsThere() {
        if (!cluster.knows("extensions_missing")) return unread("extensions-there", "extensions", "pg_extension");
        List<JsonNode> missing = cluster.rows("extensions_missing");
        return missing.isEmpty()
                ? pass("extensions-there", "every extension can be installed again")
                : fail(
                        "extensions-there",
                        missing.getFirst().asText() + " is in the database and not on the host",
                        "Install its package there: a copy of the database could not be restored.");
    }

    static Gate unread(String id, String what, String where) {
        return warn(id, what + " cannot be read", "Let the PostgreSQL user of the target read " + where + ".");
    }

    static String count(long number, String noun) {
        String many = noun.endsWith("x") || noun.endsWith("s") ? noun + "es" : noun + "s";
        return number == 1 ? "1 " + noun : number + " " + many;
    }
}
