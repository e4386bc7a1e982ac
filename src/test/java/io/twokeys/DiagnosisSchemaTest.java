package io.twokeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twokeys.odoo.diagnosis.Cause;
import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnosis.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every answer of {@code diagnose --json} is as {@code src/docs/diagnosis.schema.json} says. */
class DiagnosisSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RUNS = Path.of("src/test/resources/odoo-logs");
    private static final Map<String, String> INPUTS = Map.of(
            "states-before.json", "--states-before",
            "states-after.json", "--states-after",
            "journal.log", "--journal",
            "postgresql.log", "--postgresql-log");

    private final JsonNode schema = read(Path.of("src/docs/diagnosis.schema.json"));

    @Test
    void every_recorded_run_is_answered_as_the_schema_says() throws IOException {
        try (Stream<Path> runs = Files.list(RUNS)) {
            for (Path run : runs.filter(Files::isDirectory).toList()) {
                List<String> wrong = new ArrayList<>();
                check(schema, answer(run), "", wrong);
                assertThat(wrong).as(run.getFileName().toString()).isEmpty();
            }
        }
    }

    @Test
    void the_schema_knows_every_word_of_the_code() {
        assertThat(words("cause"))
                .isEqualTo(Arrays.stream(Cause.values()).map(Cause::code).toList());
        assertThat(words("verdict"))
                .isEqualTo(Arrays.stream(Verdict.values()).map(Verdict::code).toList());
        assertThat(words("database"))
                .isEqualTo(Arrays.stream(DatabaseState.values())
                        .map(DatabaseState::code)
                        .toList());
    }

    @Test
    void what_the_schema_forbids_is_found() throws IOException {
        JsonNode bad = JSON.readTree("{\"verdict\": \"fine\", \"surplus\": 1, \"exitCode\": 256, \"notes\": \"x\"}");
        List<String> wrong = new ArrayList<>();
        check(schema, bad, "", wrong);
        assertThat(wrong)
                .contains(
                        "/cause is missing",
                        "/surplus is not known",
                        "/verdict: \"fine\" is none of the words",
                        "/exitCode: 256 is out of range",
                        "/notes: \"x\" is no array");
    }

    private List<String> words(String field) {
        return stream(schema.at("/properties/" + field + "/enum"))
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode answer(Path run) throws IOException {
        JsonNode expected = read(run.resolve("expected.json"));
        List<String> arguments =
                new ArrayList<>(List.of(run.resolve("output.log").toString(), "--json"));
        if (!expected.path("exitCode").isNull()) arguments.add("--exit-code=" + expected.path("exitCode"));
        arguments.add("--database=" + expected.at("/target/database").asText());
        INPUTS.forEach((file, option) -> {
            if (Files.exists(run.resolve(file))) arguments.add(option + "=" + run.resolve(file));
        });
        StringWriter out = new StringWriter();
        new CommandLine(new Diagnose()).setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new));
        return JSON.readTree(out.toString());
    }

    /** As much of JSON Schema as this schema uses. */
    private static void check(JsonNode schema, JsonNode value, String at, List<String> wrong) {
        JsonNode words = schema.path("enum");
        if (words.isArray() && stream(words).noneMatch(value::equals)) {
            wrong.add(at + ": " + value + " is none of the words");
        }
        List<String> types = types(schema.path("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(type, value))) {
            wrong.add(at + ": " + value + " is no " + String.join(" or ", types));
        }
        boolean tooSmall =
                value.isNumber() && value.longValue() < schema.path("minimum").asLong(Long.MIN_VALUE);
        boolean tooLarge =
                value.isNumber() && value.longValue() > schema.path("maximum").asLong(Long.MAX_VALUE);
        if (tooSmall || tooLarge) wrong.add(at + ": " + value + " is out of range");
        if (value.isTextual()
                && value.textValue().codePointCount(0, value.textValue().length())
                        > schema.path("maxLength").asInt(Integer.MAX_VALUE)) wrong.add(at + " is too long");
        value.forEach(item -> {
            if (value.isArray()) check(schema.path("items"), item, at + "/", wrong);
        });
        stream(schema.path("required"))
                .filter(name -> value.isObject() && !value.has(name.asText()))
                .forEach(name -> wrong.add(at + "/" + name.asText() + " is missing"));
        value.properties().forEach(field -> member(schema, field, at + "/" + field.getKey(), wrong));
    }

    private static void member(JsonNode schema, Map.Entry<String, JsonNode> field, String at, List<String> wrong) {
        JsonNode known = schema.path("properties").path(field.getKey());
        JsonNode others = schema.path("additionalProperties");
        if (known.isMissingNode() && others.isBoolean()) wrong.add(at + " is not known");
        check(known.isMissingNode() ? others : known, field.getValue(), at, wrong);
    }

    private static List<String> types(JsonNode type) {
        return type.isArray()
                ? stream(type).map(JsonNode::asText).toList()
                : type.isTextual() ? List.of(type.asText()) : List.of();
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("the schema uses a type that is not checked: " + type);
        };
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
