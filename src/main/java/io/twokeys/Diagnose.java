package io.twokeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.odoo.diagnosis.Diagnosis;
import io.twokeys.odoo.diagnosis.Diagnostician;
import io.twokeys.odoo.diagnosis.Evidence;
import io.twokeys.odoo.trace.ModuleRows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diagnose}: what became of an upgrade, from its log and whatever else was kept; no configuration, no database. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        description = "Tell what became of an upgrade from its log. Exit status: 0 succeeded, 1 not, 2 cannot be read.")
final class Diagnose implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(paramLabel = "LOG", description = "what odoo-bin printed")
    private Path log = Path.of("-");

    @Option(names = "--exit-code", description = "status of the command")
    private @Nullable Integer exitCode;

    @Option(names = "--states-before", description = "ir_module_module before, as JSON: name to state, latest_version")
    private @Nullable Path before;

    @Option(names = "--states-after", description = "the same afterwards")
    private @Nullable Path after;

    @Option(names = "--journal", description = "the host's journal during the run")
    private @Nullable Path journal;

    @Option(names = "--postgresql-log", description = "what PostgreSQL logged during the run")
    private @Nullable Path postgresLog;

    @Option(names = "--database", description = "the database that was meant")
    private @Nullable String database;

    @Option(names = "--modules", split = ",", description = "the modules that were meant")
    private List<String> modules = List.of();

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Override
    public Integer call() {
        try (var in = open(log);
                var journalIn = openIfGiven(journal);
                var postgresIn = openIfGiven(postgresLog)) {
            var asked = new Evidence.Asked(database, modules, Map.of());
            var evidence = new Evidence(asked, in, exitCode, rows(before), rows(after), journalIn, postgresIn);
            Diagnosis diagnosis = new Diagnostician().diagnose(evidence);
            System.out.println(json ? asJson(diagnosis) : asText(diagnosis));
            return switch (diagnosis.verdict()) {
                case SUCCEEDED, SUCCEEDED_WITH_FINDINGS -> 0;
                case FAILED, UNKNOWN -> 1;
            };
        } catch (NoSuchFileException e) {
            System.err.println("There is no file " + e.getFile() + ".");
            return 2;
        } catch (IOException e) {
            System.err.println(
                    "It cannot be read: " + e.getMessage() + ". States are JSON: name to state, latest_version.");
            return 2;
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private static @Nullable InputStream openIfGiven(@Nullable Path file) throws IOException {
        return file == null ? null : open(file);
    }

    private static @Nullable ModuleRows rows(@Nullable Path file) throws IOException {
        if (file == null) return null;
        try (var in = open(file)) {
            return ModuleRows.read(in);
        }
    }

    private String asJson(Diagnosis diagnosis) throws IOException {
        ObjectNode node = JSON.valueToTree(diagnosis);
        node.put("exitCode", exitCode);
        node.putObject("target").put("database", database).set("modules", JSON.valueToTree(modules));
        node.putArray("similar");
        return JSON.writeValueAsString(node);
    }

    private static String asText(Diagnosis diagnosis) {
        var place = diagnosis.place();
        var text = new StringBuilder(diagnosis.verdict().code() + ": " + diagnosis.why() + "\n");
        text.append("The database is ").append(diagnosis.database().code());
        text.append(diagnosis.retryAllowed() ? "; the same command may run again.\n" : ".\n");
        if (place.firstFailure() != null) {
            text.append("\nLine ").append(place.firstFailure().line()).append(" says it first:\n    ");
            text.append(place.firstFailure().text()).append('\n');
        }
        if (place.file() != null) text.append("\nLook at ").append(place.file()).append('\n');
        diagnosis
                .remarks()
                .findings()
                .forEach(finding -> text.append("\nSomebody has to look at: ").append(finding));
        return text.append("\nNext: ").append(diagnosis.advice()).toString();
    }
}
