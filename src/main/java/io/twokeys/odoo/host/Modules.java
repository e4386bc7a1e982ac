package io.twokeys.odoo.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The rows of {@code ir_module_module} with their dependencies, as JSON: an array of {@code {name, state, latest_version,
 * write_date, depends: […]}} ordered by name.
 */
public record Modules(JsonNode rows) {
    /** The query for the rows, which can also stand inside another one. */
    public static final String SQL = """
            select coalesce(json_agg(json_build_object('name', m.name, 'state', m.state,
                'latest_version', m.latest_version, 'write_date', m.write_date,
                'depends', (select coalesce(json_agg(d.name order by d.name), '[]'::json)
                            from ir_module_module_dependency d where d.module_id = m.id)) order by m.name), '[]'::json)
            from ir_module_module m""";

    public static Modules read(Postgres postgres, String database) {
        return new Modules(postgres.query(database, SQL));
    }

    /** Name to state, version and time of the last change, without the modules that are not installed. */
    public JsonNode installed() {
        ObjectNode states = JsonNodeFactory.instance.objectNode();
        for (JsonNode row : rows) {
            String state = row.path("state").asText();
            if (state.equals("uninstalled") || state.equals("uninstallable")) continue;
            states.putObject(row.path("name").asText())
                    .put("state", state)
                    .put("latest_version", row.path("latest_version").asText(""))
                    .put("write_date", row.path("write_date").asText(""));
        }
        return states;
    }

    /** SHA-256 over name, state and version of every module that is not uninstalled. */
    public String fingerprint() {
        var text = new StringBuilder();
        for (JsonNode row : rows) {
            String state = row.path("state").asText();
            if (state.equals("uninstalled") || state.equals("uninstallable")) continue;
            text.append(row.path("name").asText())
                    .append('\t')
                    .append(state)
                    .append('\t')
                    .append(row.path("latest_version").asText(""))
                    .append('\n');
        }
        try {
            var sha =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
