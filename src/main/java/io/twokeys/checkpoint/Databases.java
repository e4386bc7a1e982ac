package io.twokeys.checkpoint;

import static io.twokeys.odoo.host.Postgres.identifier;
import static io.twokeys.odoo.host.Postgres.literal;

import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.ssh.HostTrouble;

/** What is done to whole databases of a cluster: closing, comparing, swapping by rename. */
final class Databases {
    private Databases() {}

    /** Refuses new sessions and ends the present ones, so that a template copy or a rename may begin. */
    static void close(OdooHost host, String database) {
        host.postgres().execute("postgres", """
                        alter database %s allow_connections false;
                        select pg_terminate_backend(pid) from pg_stat_activity where datname = %s""".formatted(identifier(database), literal(database)));
    }

    static void open(OdooHost host, String database) {
        host.postgres().execute("postgres", "alter database " + identifier(database) + " allow_connections true");
    }

    /** An empty database with the encoding and collation of {@code model}. @return its owner, the same as the model's */
    static String emptyLike(OdooHost host, String model, String name) {
        String owner = owner(host, model);
        host.postgres().execute("postgres", createLike(host, model, name, owner));
        return owner;
    }

    /** Lets nobody in until it is swapped in; where the account is no administrator's, that would be itself, too. */
    static void keepOutOthers(OdooHost host, String database) {
        boolean administrator = host.postgres()
                .query("postgres", "select to_json(rolsuper) from pg_roles where rolname = current_user")
                .asBoolean();
        if (administrator) keepOut(host, database);
    }

    /** Lets only the administrator in. */
    static void keepOut(OdooHost host, String database) {
        host.postgres().execute("postgres", "alter database " + identifier(database) + " connection limit 0");
    }

    static String owner(OdooHost host, String database) {
        return host.postgres()
                .query(
                        "postgres",
                        "select to_json(pg_get_userbyid(datdba)) from pg_database where datname = " + literal(database))
                .asText();
    }

    private static String createLike(OdooHost host, String model, String name, String owner) {
        return host.postgres()
                .query("postgres", """
                        select to_json(format('create database %%I owner %%I template template0 encoding %%L lc_collate %%L lc_ctype %%L',
                            %s, %s, pg_encoding_to_char(encoding), datcollate, datctype))
                        from pg_database where datname = %s""".formatted(literal(name), literal(owner), literal(model)))
                .asText();
    }

    /** Makes the owner of {@code original} the owner of a copy that was closed, and lets connections in. */
    static void letIn(OdooHost host, String copy, String original) {
        host.postgres()
                .execute(
                        "postgres",
                        "alter database %1$s owner to %2$s; alter database %1$s connection limit -1"
                                .formatted(identifier(copy), identifier(owner(host, original))));
    }

    static long bytes(OdooHost host, String database) {
        return host.postgres()
                .query("postgres", "select to_json(pg_database_size(%s))".formatted(literal(database)))
                .asLong();
    }

    /** Both databases have the same tables, the same modules and the same number of module rows, or trouble. */
    static void compare(OdooHost host, String database, String copy) {
        open(host, database);
        JsonNode expected = tables(host, database);
        JsonNode got = tables(host, copy);
        String expectedModules = Modules.read(host.postgres(), database).fingerprint();
        String gotModules = Modules.read(host.postgres(), copy).fingerprint();
        if (!expected.equals(got) || !expectedModules.equals(gotModules)) {
            throw new NotWhole("The copy %s is not whole: %s relations instead of %s. Run the same again."
                    .formatted(copy, got, expected));
        }
    }

    private static JsonNode tables(OdooHost host, String database) {
        return host.postgres()
                .query(database, "select to_json(count(*)) from pg_class where relnamespace = 'public'::regnamespace");
    }

    /**
     * Puts {@code restored} in the place of {@code live} and keeps the live one as {@code kept}; two renames in one
     * transaction. Settings, grants and the connection limit go along, a template copy does not carry them. Doing it twice is
     * doing it once.
     */
    static void swap(OdooHost host, String live, String restored, String kept) {
        if (host.postgres().exists(kept) && !host.postgres().exists(restored)) {
            open(host, live);
            return;
        }
        String settings = settings(host, live, restored);
        close(host, live);
        try {
            rename(host, live, restored, kept, settings);
        } catch (HostTrouble trouble) {
            if (!trouble.kind().passes()) open(host, live);
            throw trouble;
        }
    }

    private static void rename(OdooHost host, String live, String restored, String kept, String settings) {
        host.postgres()
                .execute("postgres", """
                        begin;
                        alter database %2$s is_template false;
                        %4$s
                        alter database %1$s rename to %3$s;
                        alter database %2$s rename to %1$s;
                        alter database %1$s allow_connections true;
                        commit""".formatted(identifier(live), identifier(restored), identifier(kept), settings));
    }

    /** Statements that give {@code to} what belongs to the database {@code from} but not to its content. */
    private static String settings(OdooHost host, String from, String to) {
        return host.postgres()
                .query("postgres", """
                        select to_json(coalesce(string_agg(line, E'\\n'), '')) from (
                          select format('alter database %%I set %%I to %%L;', %2$s, split_part(item, '=', 1),
                                        substr(item, strpos(item, '=') + 1)) as line
                          from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase,
                               unnest(s.setconfig) item
                          where d.datname = %1$s and s.setrole = 0
                          union all
                          select format('alter database %%I connection limit %%s;', %2$s, datconnlimit)
                          from pg_database where datname = %1$s
                          union all
                          select format('grant %%s on database %%I to %%s;', a.privilege_type, %2$s,
                                        case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
                          from pg_database d, aclexplode(d.datacl) a where d.datname = %1$s
                        ) lines""".formatted(literal(from), literal(to)))
                .asText();
    }
}
