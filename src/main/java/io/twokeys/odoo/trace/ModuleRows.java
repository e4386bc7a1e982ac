package io.twokeys.odoo.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.twokeys.odoo.module.ModuleVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code ir_module_module} at one moment: at least the modules that matter and all that are in a state in
 * between.
 */
public record ModuleRows(Map<String, Row> rows) {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /**
     * @param version {@code latest_version}, the installed one; null where never installed
     * @param written {@code write_date} as text, null where not recorded
     */
    public record Row(
            String state,
            @Nullable String version,
            @Nullable String written) {
        public boolean installed() {
            return state.equals("installed");
        }

        /** {@code to upgrade}, {@code to install} or {@code to remove}. */
        public boolean inBetween() {
            return state.startsWith("to ");
        }
    }

    public ModuleRows {
        rows = Map.copyOf(rows);
    }

    /**
     * Reads {@code {name: {state, latest_version, write_date}}}; nothing, or null, is no rows.
     *
     * @throws IOException also if it is anything else
     */
    public static ModuleRows read(InputStream json) throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) return new ModuleRows(rows);
            if (first != JsonToken.START_OBJECT) throw new IOException("not an object of modules");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                rows.put(name, row(parser, name));
            }
        }
        return new ModuleRows(rows);
    }

    private static Row row(JsonParser parser, String module) throws IOException {
        Map<String, String> texts = new HashMap<>();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING) texts.put(field, parser.getText());
                else parser.skipChildren();
            }
        }
        String state = texts.get("state");
        if (state == null) throw new IOException("no state of " + module);
        return new Row(state, texts.get("latest_version"), texts.get("write_date"));
    }

    public @Nullable Row row(String module) {
        return rows.get(module);
    }

    public List<String> inBetween() {
        return names(rows.keySet().stream().filter(name -> at(name).inBetween()));
    }

    /** Modules whose version is lower than in {@code before}. */
    public List<String> lowerThan(ModuleRows before) {
        return names(rows.keySet().stream().filter(name -> {
            Row old = before.row(name);
            String was = old == null ? null : old.version();
            String is = at(name).version();
            return was != null && is != null && new ModuleVersion(is).before(new ModuleVersion(was));
        }));
    }

    /** Modules that have another state, version or date than in {@code before}; rows that are new there count. */
    public List<String> movedSince(ModuleRows before) {
        return names(rows.keySet().stream().filter(name -> !at(name).equals(before.row(name))));
    }

    public List<String> otherVersionThan(ModuleRows before) {
        return names(rows.keySet().stream().filter(name -> {
            Row old = before.row(name);
            return old != null && !Objects.equals(old.version(), at(name).version());
        }));
    }

    private Row at(String name) {
        Row row = rows.get(name);
        if (row == null) throw new IllegalArgumentException("no row of " + name);
        return row;
    }

    private static List<String> names(Stream<String> names) {
        return names.sorted().toList();
    }
}
