package io.twokeys.odoo.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a PostgreSQL cluster tells of itself and of one database. Catalogs and statistics only, nothing is locked. A fact that
 * was not answered is absent, never zero.
 *
 * @param queue the jobs of OCA's {@code queue_job} by state; a null node where that module is not installed
 * @param visitors people whose browser said in the last five minutes that they are there; absent without Odoo's bus
 * @param hours hour of the day in UTC to the messages that Odoo wrote in it in the last four weeks: when people work
 */
public record Cluster(JsonNode facts, JsonNode queue, OptionalLong visitors, Map<Integer, Long> hours) {
    /** A transaction is long from here on; PF33 of the preflight table. */
    public static final int LONG_SECONDS = 300;

    /**
     * Cron workers hold a row lock on their job, and with it {@code RowShareLock} on the table, as long as it runs: Odoo 14
     * to 19, {@code ir_cron._acquire_one_job}. A process that is not Odoo's does not lock the table like that.
     */
    private static final String SQL = """
            select json_build_object(
                'bytes', pg_database_size(current_database()),
                'owner', pg_get_userbyid(d.datdba),
                'role', current_user,
                'may_copy', (select rolsuper or rolcreatedb and pg_has_role(d.datdba, 'MEMBER')
                    from pg_roles where rolname = current_user),
                'encoding', pg_encoding_to_char(d.encoding),
                'version', current_setting('server_version_num')::int,
                'folder', current_setting('data_directory'),
                'recovery', pg_is_in_recovery(),
                'now', extract(epoch from clock_timestamp()),
                'connections', (select count(*) from pg_stat_activity where backend_type = 'client backend'),
                'connections_max', current_setting('max_connections')::int,
                'transactions', (select coalesce(json_agg(json_build_object('pid', pid, 'user', usename,
                        'application', application_name, 'state', state,
                        'seconds', floor(extract(epoch from now() - xact_start))) order by xact_start), '[]'::json)
                    from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                      and xact_start < now() - interval '%1$d seconds'),
                'waiting', (select coalesce(json_agg(json_build_object('pid', a.pid, 'user', a.usename,
                        'blockers', pg_blocking_pids(a.pid))), '[]'::json)
                    from pg_stat_activity a
                    where a.datname = current_database() and a.wait_event_type = 'Lock'),
                'archive_mode', current_setting('archive_mode'),
                'archived_seconds', (select floor(extract(epoch from now() - last_archived_time)) from pg_stat_archiver),
                'archive_failing', (select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)
                    from pg_stat_archiver),
                'archive_failed', (select last_failed_wal from pg_stat_archiver),
                'slots', (select coalesce(json_agg(json_build_object('name', slot_name, 'active', active,
                        'bytes', pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn()
                                                      else pg_current_wal_lsn() end, restart_lsn))), '[]'::json)
                    from pg_replication_slots),
                'invalid_indexes', (select coalesce(json_agg(c.relname order by c.relname), '[]'::json)
                    from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid or not i.indisready),
                'checksum_failures', (select coalesce(checksum_failures, 0) from pg_stat_database
                    where datname = current_database()),
                'extensions_missing', (select coalesce(json_agg(extname order by extname), '[]'::json) from pg_extension
                    where extname not in (select name from pg_available_extensions)),
                'crons', (select count(distinct l.pid) from pg_locks l
                    where l.relation = to_regclass('ir_cron') and l.mode = 'RowShareLock' and l.granted
                      and l.database = d.oid and l.pid <> pg_backend_pid()),
                'queue', to_regclass('queue_job') is not null,
                'messages', to_regclass('mail_message') is not null,
                'presence', coalesce(to_regclass('mail_presence'), to_regclass('bus_presence'))::text,
                'partial', (select value from ir_config_parameter where key = 'base.partially_updated_database'),
                'modules', (%2$s))
            from pg_database d where d.datname = current_database()""";

    private static final String QUEUE = """
            select json_build_object('started', count(*) filter (where state = 'started'),
                'enqueued', count(*) filter (where state = 'enqueued')) from queue_job""";

    /** The newest messages alone, by their key: the table may have millions. */
    private static final String HOURS = """
            select coalesce(json_object_agg(hour, messages), '{}'::json)
            from (select extract(hour from create_date)::int as hour, count(*) as messages
                  from (select create_date from mail_message order by id desc limit 50000) newest
                  where create_date > (now() at time zone 'UTC') - interval '28 days'
                  group by 1) counted""";

    public static Cluster read(Postgres postgres, String database) {
        JsonNode facts = postgres.query(database, SQL.formatted(LONG_SECONDS, Modules.SQL));
        boolean queue = facts.path("queue").asBoolean();
        return new Cluster(
                facts,
                queue ? postgres.query(database, QUEUE) : facts.path("queue_job"),
                facts.hasNonNull("presence")
                        ? visitors(postgres, database, facts.path("presence").asText())
                        : OptionalLong.empty(),
                facts.path("messages").asBoolean() ? hours(postgres.query(database, HOURS)) : Map.of());
    }

    private static Map<Integer, Long> hours(JsonNode answer) {
        return answer.propertyStream()
                .collect(Collectors.toMap(
                        hour -> Integer.parseInt(hour.getKey()),
                        hour -> hour.getValue().asLong()));
    }

    /** @param table {@code bus_presence}, or {@code mail_presence} in newer versions; times are UTC, as everywhere in Odoo */
    private static OptionalLong visitors(Postgres postgres, String database, String table) {
        return OptionalLong.of(postgres.query(database, """
                        select to_json(count(distinct user_id)) from %s p
                        where (to_jsonb(p) ->> 'last_poll')::timestamp > (now() at time zone 'UTC') - interval '5 minutes'""".formatted(table)).asLong());
    }

    public Modules modules() {
        return new Modules(facts.path("modules"));
    }

    /** The size of the database. */
    public long bytes() {
        return facts.path("bytes").asLong();
    }

    /** The folder of the cluster's data. */
    public String folder() {
        return facts.path("folder").asText();
    }

    public OptionalLong number(String fact) {
        JsonNode node = facts.path(fact);
        return node.isNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
    }

    /** Its clock when it answered, in seconds since 1970. */
    public OptionalDouble now() {
        JsonNode node = facts.path("now");
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    public String text(String fact) {
        JsonNode node = facts.path(fact);
        return node.isTextual() ? node.asText() : "";
    }

    public boolean is(String fact) {
        return facts.path(fact).asBoolean();
    }

    /** Whether the fact was answered at all. */
    public boolean knows(String fact) {
        return facts.hasNonNull(fact);
    }

    public List<JsonNode> rows(String fact) {
        return StreamSupport.stream(facts.path(fact).spliterator(), false).toList();
    }
}
