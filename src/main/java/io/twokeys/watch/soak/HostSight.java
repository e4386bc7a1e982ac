package io.twokeys.watch.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Pages;
import io.twokeys.odoo.host.Reach;
import io.twokeys.odoo.host.ServiceLog.Written;
import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogReader;
import io.twokeys.odoo.log.LogRecord;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.watch.soak.Glance.Logged;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Asks the host: the login page, the log of Odoo's service, PostgreSQL's waiting sessions. */
@Singleton
final class HostSight implements Sight {
    /** {@code "GET /web HTTP/1.1" 500 - …}, as werkzeug logs it in Odoo 14 to 19. */
    private static final Pattern ANSWER_5XX = Pattern.compile("\" 5\\d\\d [-0-9]");

    /** Shorter waits are ordinary work. */
    private static final String BLOCKED = """
            select coalesce(json_agg(json_build_object('pid', a.pid, 'by', pg_blocking_pids(a.pid),
                'seconds', floor(extract(epoch from clock_timestamp() - a.query_start)))), '[]'::json)
            from pg_stat_activity a
            where a.datname = current_database() and a.wait_event_type = 'Lock'
              and a.query_start < clock_timestamp() - interval '30 seconds'""";

    private final Reach reach;

    @Inject
    HostSight(Reach reach) {
        this.reach = reach;
    }

    @Override
    public Glance at(Soak soak) {
        OdooHost host = reach.host(soak.target());
        Pages.Answer login = host.pages().login();
        String place = soak.seen().log();
        Logged logged =
                host.serviceLog().since(place).map(HostSight::count).orElseGet(() -> new Logged(place, 0, 0, 0, ""));
        return new Glance(login.ok() ? "" : login.toString(), logged, blocked(host));
    }

    static Logged count(Written written) {
        List<LogRecord> errors = new ArrayList<>();
        int[] answers = new int[1];
        try {
            var bytes = new ByteArrayInputStream(written.text().getBytes(StandardCharsets.UTF_8));
            LogReader.read(bytes, record -> {
                if (record.level().atLeast(Level.ERROR)) errors.add(record);
                if (record.logger().equals("werkzeug")
                        && ANSWER_5XX.matcher(record.message()).find()) answers[0]++;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long critical = errors.stream()
                .filter(record -> record.level() == Level.CRITICAL)
                .count();
        return new Logged(
                written.end(),
                errors.size(),
                (int) critical,
                answers[0],
                errors.isEmpty() ? "" : told(errors.getFirst()));
    }

    /** The message, and the exception below it, which says more. */
    private static String told(LogRecord error) {
        String last = error.more().isEmpty()
                ? ""
                : " " + error.more().getLast().text().strip();
        String all = error.message() + last;
        return all.length() > 300 ? all.substring(0, 300) + "…" : all;
    }

    /** What cannot be asked is no news: the login page needs the database as well. */
    private static List<String> blocked(OdooHost host) {
        try {
            JsonNode waiting = host.postgres().query(host.target().odoo().database(), BLOCKED);
            return StreamSupport.stream(waiting.spliterator(), false)
                    .map(row -> "session " + row.path("pid").asText() + " waits for a lock for "
                            + row.path("seconds").asText() + " s, blocked by "
                            + row.path("by").toString())
                    .toList();
        } catch (HostTrouble trouble) {
            if (trouble.kind().passes()) throw trouble;
            return List.of();
        }
    }
}
