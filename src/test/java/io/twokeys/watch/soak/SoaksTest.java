package io.twokeys.watch.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.approval.Clearances;
import io.twokeys.chat.SteppedClock;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.Targets;
import io.twokeys.incident.Incidents;
import io.twokeys.journal.Entry;
import io.twokeys.journal.Journal;
import io.twokeys.odoo.host.ServiceLog.Written;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operations;
import io.twokeys.operation.Operations.Admission;
import io.twokeys.plan.Plan;
import io.twokeys.timer.Alarm;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import io.twokeys.watch.soak.Glance.Logged;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SoaksTest {
    private static final Target PROD = Targets.watched("prod", Duration.ofMinutes(15), 5);
    private static final Logged CALM = new Logged("file:200", 0, 0, 0, "");

    private final SteppedClock clock = new SteppedClock();
    private final DataSource database = TestPostgres.freshDataSource();
    private final Jdbi jdbi = Database.over(database);
    private final Journal journal = new Journal(jdbi, clock);
    private final Timers timers = new Timers(new TimerStore(database), clock);
    private final Operations operations = new Operations(jdbi, journal, timers, clock);
    private final Incidents incidents = new Incidents(jdbi, journal);
    private Glance glance = new Glance("", CALM, List.of());
    private final Soaks soaks = replica();
    private String upgrade = "";

    private Soaks replica() {
        var scene = new Soaks.Scene(new Fleet(List.of(PROD)), operations, incidents, soak -> glance);
        return new Soaks(jdbi, journal, timers, scene, clock);
    }

    @BeforeEach
    void upgraded() {
        Operation operation = enqueued("AR-1");
        upgrade = operation.id().toString();
        soaks.begin(operation.id(), PROD, "file:100");
        stands(upgrade, "SUCCEEDED");
    }

    @Test
    void a_quiet_quarter_of_an_hour_ends_with_a_word_and_without_an_incident() {
        for (int look = 1; look < 30; look++) {
            clock.advance(Duration.ofSeconds(30));
            assertThat(replica().ring(upgrade)).isEqualTo(again());
        }
        clock.advance(Duration.ofSeconds(30));
        assertThat(replica().ring(upgrade)).isEqualTo(new Alarm.Done());
        assertThat(told()).containsExactly("soak.began", "soak.ended");
        assertThat(last().data().path("looks").asInt()).isEqualTo(30);
        assertThat(incidents.unresolved(PROD.name())).isEmpty();
    }

    @Test
    void errors_beyond_what_is_allowed_open_the_incident_once_and_are_told_masked() {
        glance = new Glance("", new Logged("file:300", 6, 0, 0, "ValueError for jane.roe@example.com"), List.of());
        assertThat(soaks.ring(upgrade)).isEqualTo(new Alarm.Done());
        assertThat(soaks.ring(upgrade)).isEqualTo(new Alarm.Done());
        assertThat(told()).containsExactly("soak.began", "soak.breached");
        var incident = incidents.unresolved(PROD.name()).getFirst();
        assertThat(incident.operation()).isEqualTo(upgrade);
        assertThat(last().data().path("incident").asText())
                .isEqualTo(incident.id().value());
        assertThat(last().data().toString()).contains("6 errors in Odoo's log").doesNotContain("jane");
    }

    @Test
    void one_missed_login_page_is_a_hiccup_and_two_in_a_row_are_not() {
        glance = new Glance("/web/login 502", CALM, List.of());
        soaks.ring(upgrade);
        glance = new Glance("", CALM, List.of());
        soaks.ring(upgrade);
        glance = new Glance("/web/login 502", CALM, List.of());
        assertThat(soaks.ring(upgrade)).isEqualTo(again());
        assertThat(replica().ring(upgrade)).isEqualTo(new Alarm.Done());
        assertThat(last().data().at("/breaches/0").asText()).isEqualTo("the login page is not served: /web/login 502");
    }

    @Test
    void answers_5xx_a_critical_line_and_blocked_sessions_are_breaches() {
        assertThat(new Glance("", new Logged("", 1, 1, 5, "no database"), List.of("session 7 waits")).breaches(5, 0))
                .containsExactly(
                        "1 errors in Odoo's log since the last look, the first: no database",
                        "5 requests answered with 5xx since the last look",
                        "session 7 waits");
        assertThat(new Glance("", new Logged("", 4, 0, 4, "x"), List.of()).breaches(5, 0))
                .isEmpty();
    }

    @Test
    void what_begins_on_the_target_ends_the_watch() {
        var next = enqueued("AR-2");
        assertThat(soaks.ring(upgrade)).isEqualTo(new Alarm.Done());
        assertThat(last().data().path("why").asText()).isEqualTo(next.id() + " began");
    }

    @Test
    void nothing_is_looked_at_before_the_upgrade_has_ended_and_beginning_twice_begins_once() {
        stands(upgrade, "RUNNING");
        glance = new Glance("", new Logged("file:300", 9, 9, 9, "x"), List.of());
        assertThat(soaks.ring(upgrade)).isEqualTo(again());
        var until = clock.instant().plus(Duration.ofMinutes(15));
        clock.advance(Duration.ofMinutes(1));
        assertThat(soaks.begin(io.twokeys.operation.OperationId.parse(upgrade).orElseThrow(), PROD, ""))
                .isEqualTo(until);
        assertThat(told()).containsExactly("soak.began");
    }

    @Test
    void errors_and_answers_are_counted_as_odoo_logs_them() {
        var logged = HostSight.count(new Written("""
                2026-11-21 10:00:00,001 7 ERROR prod odoo.http: Exception during request handling.
                Traceback (most recent call last):
                ValueError: no price
                2026-11-21 10:00:00,002 7 INFO prod werkzeug: 127.0.0.1 - - [21/Nov/2026 10:00:00] "GET /shop HTTP/1.1" 500 - 5 0.002 0.004
                2026-11-21 10:00:00,003 7 INFO prod werkzeug: 127.0.0.1 - - [21/Nov/2026 10:00:00] "GET /web HTTP/1.1" 200 - 500 0.002 0.004
                2026-11-21 10:00:00,004 7 WARNING prod odoo.addons.rpc: deprecated
                """, "file:9"));
        assertThat(logged)
                .isEqualTo(new Logged("file:9", 1, 0, 1, "Exception during request handling. ValueError: no price"));
    }

    private Operation enqueued(String request) {
        var plan = new Plan.Upgrade(
                PROD.name(),
                "prod",
                List.of("sale_custom"),
                new Plan.Revisions("a".repeat(40), "b".repeat(40)),
                List.of(),
                request,
                "clone",
                List.of());
        return jdbi.inTransaction(handle -> switch (operations.enqueue(handle, Clearances.of(request, plan))) {
            case Admission.Queued(var operation) -> operation;
            case Admission.Busy busy -> throw new AssertionError(busy.toString());
        });
    }

    private void stands(String operation, String state) {
        jdbi.useHandle(handle -> handle.execute(
                "update operation set state = ?, ended = case when ? = 'RUNNING' then null else created end where id = ?",
                state,
                state,
                operation));
    }

    private Alarm.Next again() {
        return new Alarm.Again(clock.instant().plus(Duration.ofSeconds(30)));
    }

    private List<Entry> entries() {
        return journal.after(0, 100).stream()
                .filter(entry -> entry.kind().startsWith("soak."))
                .toList();
    }

    private List<String> told() {
        return entries().stream().map(Entry::kind).toList();
    }

    private Entry last() {
        return entries().getLast();
    }
}
