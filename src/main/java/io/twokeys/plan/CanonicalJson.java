package io.twokeys.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.twokeys.fleet.TargetName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** JSON with one spelling: keys sorted, no white space, so that equal plans are equal bytes. */
final class CanonicalJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(new SimpleModule()
                    .addSerializer(TargetName.class, ToStringSerializer.instance)
                    .addDeserializer(TargetName.class, new NameDeserializer()))
            .build();

    private CanonicalJson() {}

    static String of(Object value) {
        try {
            return MAPPER.writeValueAsString(MAPPER.treeToValue(MAPPER.valueToTree(value), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }

    static <T> T parse(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored plan cannot be read", e);
        }
    }

    static JsonNode tree(String json) {
        return parse(json, JsonNode.class);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class NameDeserializer extends StdDeserializer<TargetName> {
        private static final long serialVersionUID = 1;

        NameDeserializer() {
            super(TargetName.class);
        }

        @Override
        public TargetName deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new TargetName(parser.getText());
        }
    }
}
