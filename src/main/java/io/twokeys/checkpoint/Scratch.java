package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.checkpoint.written.Document;
import io.twokeys.checkpoint.written.Marks;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * A checkpoint restored into a database of its own, to see that it can be. With a connection limit of 0 only the administrator
 * gets in: no Odoo can, whatever its {@code dbfilter}.
 */
public final class Scratch {
    /** Every table is asked for first: which there are depends on the modules and on Odoo's series. */
    private static final String NEUTRALIZE = """
            do $neutral$
            declare
                change record;
            begin
                for change in select * from (values
                    ('ir_mail_server', 'active', 'update ir_mail_server set active = false'),
                    ('fetchmail_server', 'active', 'update fetchmail_server set active = false'),
                    ('ir_cron', 'active', 'update ir_cron set active = false'),
                    ('payment_provider', 'state', 'update payment_provider set state = ''disabled'''),
                    ('payment_acquirer', 'state', 'update payment_acquirer set state = ''disabled'''),
                    ('ir_act_server', 'webhook_url', 'update ir_act_server set webhook_url = null where webhook_url is not null'),
                    ('base_automation', 'active', 'update base_automation set active = false'),
                    ('iap_account', 'account_token', 'update iap_account set account_token = null'),
                    ('delivery_carrier', 'active', 'update delivery_carrier set active = false'),
                    ('queue_job', 'state', 'update queue_job set state = ''cancelled'' where state in (''pending'', ''enqueued'', ''started'')'),
                    ('mail_mail', 'state', 'update mail_mail set state = ''cancel'' where state = ''outgoing''')
                ) as known(tab, col, statement)
                where exists (select from information_schema.columns c
                              where c.table_schema = 'public' and c.table_name = known.tab and c.column_name = known.col)
                loop
                    execute change.statement;
                end loop;
            end
            $neutral$;
            delete from ir_config_parameter where key = 'database.is_neutralized';
            insert into ir_config_parameter (key, value) values ('database.is_neutralized', 'true')""";

    /** A sample of the files that attachments name, another one each time. */
    private static final String FILES = """
            select coalesce(json_agg(store_fname), '[]'::json) from (
                select store_fname from ir_attachment where store_fname is not null order by random() limit 200) sample""";

    private Scratch() {}

    /**
     * What a look at it showed.
     *
     * @param findings what is not as it was recorded; none if it is proven
     * @param seen what is, in figures
     */
    public record Proof(List<String> findings, List<String> seen) {
        public Proof {
            findings = List.copyOf(findings);
            seen = List.copyOf(seen);
        }
    }

    /** {@code prod__cp12_drill}. */
    public static String nameFor(Checkpoint checkpoint) {
        return checkpoint.sibling() + "_drill";
    }

    /** The long part, for a remote job; what an interrupted drill of the same checkpoint left is dropped first. */
    public static Optional<ShellCommand> restore(OdooHost host, Checkpoint checkpoint) {
        drop(host, nameFor(checkpoint));
        return Optional.of(Checkpoints.strategy(host, checkpoint).restoreInto(host, checkpoint, nameFor(checkpoint)));
    }

    /** Lets Odoo in, as the owner that the original has. Only what is neutral may be opened. */
    public static void open(OdooHost host, Checkpoint checkpoint) {
        Databases.letIn(host, nameFor(checkpoint), checkpoint.contents().database());
    }

    /** Takes from it whatever could reach the world. @return what is still armed; empty if it is neutral */
    public static List<String> neutralize(OdooHost host, String scratch) {
        host.postgres().execute(scratch, "begin; " + NEUTRALIZE + "; commit");
        List<String> armed = new ArrayList<>();
        for (String table : List.of("ir_mail_server", "fetchmail_server", "ir_cron")) {
            if (!Marks.columns(host, scratch, table).contains("active")) continue;
            long active = Marks.ask(host, scratch, "select to_json(count(*)) from " + table + " where active")
                    .asLong();
            if (active > 0) armed.add(active + " active in " + table);
        }
        return armed;
    }

    static Proof prove(OdooHost host, Checkpoint checkpoint, Optional<Marks> recorded) {
        List<String> findings = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        modules(host, checkpoint, findings, seen);
        recorded.ifPresentOrElse(
                marks -> rows(host, checkpoint, marks, findings, seen),
                () -> seen.add("no row counts were recorded for it"));
        files(host, checkpoint, findings, seen);
        return new Proof(findings, seen);
    }

    private static void modules(OdooHost host, Checkpoint checkpoint, List<String> findings, List<String> seen) {
        var modules = Modules.read(host.postgres(), nameFor(checkpoint));
        if (modules.fingerprint().equals(checkpoint.contents().fingerprint())) {
            seen.add(modules.installed().size() + " modules as recorded");
        } else {
            findings.add("its modules have other states or versions");
        }
    }

    /** While Odoo runs on, rows come between the marks and the dump: then there may be more, never fewer. */
    private static void rows(
            OdooHost host, Checkpoint checkpoint, Marks recorded, List<String> findings, List<String> seen) {
        boolean online = checkpoint.takenWhileOdooRan();
        Marks now = Marks.read(host, nameFor(checkpoint));
        long all = 0;
        for (Document document : Document.values()) {
            Optional<Long> before = recorded.height(document);
            if (before.isEmpty()) continue;
            long after = now.height(document).orElse(-1L);
            OptionalLong were = recorded.rows(document);
            OptionalLong are = now.rows(document);
            boolean lost = online ? after < before.get() : after != before.get();
            boolean counted = were.isPresent() && are.isPresent();
            if (lost || (counted && !online && were.getAsLong() != are.getAsLong())) {
                findings.add("%s: %s rows up to id %d instead of %s up to %d"
                        .formatted(document.words(), said(are), after, said(were), before.get()));
            }
            all += are.orElse(0);
        }
        if (findings.isEmpty()) seen.add(all + " rows of business documents as recorded");
    }

    private static String said(OptionalLong rows) {
        return rows.isPresent() ? String.valueOf(rows.getAsLong()) : "uncounted";
    }

    private static void files(OdooHost host, Checkpoint checkpoint, List<String> findings, List<String> seen) {
        JsonNode sample = Marks.ask(host, nameFor(checkpoint), FILES);
        List<String> names = StreamSupport.stream(sample.spliterator(), false)
                .map(JsonNode::asText)
                .filter(name -> name.matches("[0-9a-zA-Z/_.-]+"))
                .toList();
        List<String> missing = host.filestore().missing(checkpoint.sibling(), names);
        if (missing.isEmpty()) seen.add(names.size() + " sampled files there");
        else
            findings.add(
                    missing.size() + " of " + names.size() + " sampled files missing, first " + missing.getFirst());
    }

    /** Drops it; nothing happens if it is gone already. */
    public static void drop(OdooHost host, String scratch) {
        if (!host.postgres().exists(scratch)) return;
        Databases.close(host, scratch);
        try {
            host.postgres().execute("postgres", "drop database if exists " + identifier(scratch));
        } catch (HostTrouble trouble) {
            if (trouble.kind() != HostTrouble.Kind.COMMAND_FAILED) throw trouble;
            Databases.close(host, scratch);
            host.postgres().execute("postgres", "drop database if exists " + identifier(scratch));
        }
    }
}
