package io.twokeys.checkpoint.written;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Postgres;
import io.twokeys.ssh.HostTrouble;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How high the business documents of a database stood at a moment: the highest id of each table and, where that could be
 * counted in time, the number of its rows.
 *
 * @param at the moment by the clock of the database, in UTC as Odoo writes it
 * @param documents name of a {@link Document} to {@code {id, rows}}
 */
public record Marks(LocalDateTime at, JsonNode documents) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads, and nothing else; a table that is too large to be counted in this time is not counted. */
    private static final String READING = "begin read only; set local statement_timeout = '20s'; %s; commit";

    private static final String CLOCK = "select to_json((now() at time zone 'UTC')::timestamp(3))";

    /** What is known of a moment before marks were kept: only the moment. */
    public static Marks of(Instant at) {
        return new Marks(LocalDateTime.ofInstant(at, ZoneOffset.UTC), JsonNodeFactory.instance.objectNode());
    }

    public static Marks read(OdooHost host, String database) {
        var at = LocalDateTime.parse(ask(host, database, CLOCK).asText());
        Map<String, Set<String>> there = columns(host, database);
        try {
            return new Marks(at, ask(host, database, Document.marks(there)));
        } catch (HostTrouble trouble) {
            if (trouble.kind() != HostTrouble.Kind.COMMAND_FAILED) throw trouble;
            return new Marks(at, ask(host, database, Document.heights(there)));
        }
    }

    static Map<String, Set<String>> columns(OdooHost host, String database) {
        Map<String, Set<String>> tables = new HashMap<>();
        ask(host, database, Document.COLUMNS).properties().forEach(table -> {
            Set<String> names = new HashSet<>();
            table.getValue().forEach(name -> names.add(name.asText()));
            tables.put(table.getKey(), names);
        });
        return tables;
    }

    /** The columns of one table; none if it is not there. */
    public static Set<String> columns(OdooHost host, String database, String table) {
        Set<String> names = new HashSet<>();
        ask(host, database, """
                        select coalesce(json_agg(column_name), '[]'::json) from information_schema.columns
                        where table_schema = 'public' and table_name = %s""".formatted(Postgres.literal(table))).forEach(name -> names.add(name.asText()));
        return names;
    }

    public static JsonNode ask(OdooHost host, String database, String query) {
        return host.postgres().query(database, READING.formatted(query));
    }

    /** The highest id at the moment; empty if that was not kept or there was no such table. */
    public Optional<Long> height(Document document) {
        JsonNode id = documents.path(document.name()).path("id");
        return id.isIntegralNumber() ? Optional.of(id.asLong()) : Optional.empty();
    }

    public OptionalLong rows(Document document) {
        JsonNode rows = documents.path(document.name()).path("rows");
        return rows.isIntegralNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty();
    }

    public String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", at.toString())
                .<com.fasterxml.jackson.databind.node.ObjectNode>set("documents", documents)
                .toString();
    }

    /** Reads what {@link #json} wrote; empty for an empty text. */
    public static Optional<Marks> parse(String json) {
        if (json.isEmpty()) return Optional.empty();
        try {
            JsonNode tree = JSON.readTree(json);
            return Optional.of(new Marks(LocalDateTime.parse(tree.path("at").asText()), tree.path("documents")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the marks of a checkpoint cannot be read", e);
        }
    }
}
