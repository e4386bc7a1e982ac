package io.twokeys.fleet;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML file with its line numbers and its values as they are spelled: {@code 0123} stays {@code 0123}, and a Discord id
 * needs no quotes.
 */
sealed interface Yaml {
    int line();

    /** @param repeated keys that occur more than once, with the line of the later one */
    record Mapping(Map<String, Yaml> entries, Map<String, Integer> repeated, int line) implements Yaml {}

    record Sequence(List<Yaml> items, int line) implements Yaml {}

    record Scalar(String text, int line) implements Yaml {}

    /** A key without a value, an empty file. */
    record Nothing(int line) implements Yaml {}

    static Yaml read(Path file) throws IOException {
        try (var parser = new YAMLFactory().createParser(file.toFile())) {
            var root = parser.nextToken() == null ? new Nothing(0) : node(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "a second document in the file", parser.currentTokenLocation());
            }
            return root;
        }
    }

    private static Yaml node(JsonParser parser) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line);
            case START_ARRAY -> sequence(parser, line);
            case VALUE_NULL -> new Nothing(line);
            case NOT_AVAILABLE,
                    END_OBJECT,
                    END_ARRAY,
                    FIELD_NAME,
                    VALUE_EMBEDDED_OBJECT,
                    VALUE_STRING,
                    VALUE_NUMBER_INT,
                    VALUE_NUMBER_FLOAT,
                    VALUE_TRUE,
                    VALUE_FALSE -> new Scalar(parser.getText().strip(), line);
        };
    }

    private static Mapping mapping(JsonParser parser, int line) throws IOException {
        var entries = new LinkedHashMap<String, Yaml>();
        var repeated = new LinkedHashMap<String, Integer>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            int keyLine = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            if (entries.put(key, node(parser)) != null) {
                repeated.put(key, keyLine);
            }
        }
        return new Mapping(entries, repeated, line);
    }

    private static Sequence sequence(JsonParser parser, int line) throws IOException {
        var items = new ArrayList<Yaml>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser));
        }
        return new Sequence(items, line);
    }
}
