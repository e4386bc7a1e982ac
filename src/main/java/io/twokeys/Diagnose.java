package io.twokeys;

import com.fasterxml.jackson.core.JsonFactory;
import io.twokeys.odoo.diagnosis.Diagnosis;
import io.twokeys.odoo.diagnosis.Diagnostician;
import io.twokeys.odoo.diagnosis.Evidence;
import io.twokeys.odoo.diagnosis.Explanation;
import io.twokeys.odoo.trace.ModuleRows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diagnose}: what became of an upgrade, from its log and whatever else was kept; no configuration, no database. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        description = "Tell what became of an upgrade from its log. Exit status: 0 succeeded, 1 not, 2 cannot be read.")
final class Diagnose implements Callable<Integer> {
    @Parameters(paramLabel = "LOG", description = "what odoo-bin printed")
    private Path log = Path.of("-");

    @Option(names = "--exit-code", description = "status of the command")
    private @Nullable String exitCode;

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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Says which option it was, and the next move. */
    private static final class Unusable extends IOException {
        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    @Override
    public Integer call() {
        try (var in = open("LOG", log);
                var journalIn = openIfGiven("--journal", journal);
                var postgresIn = openIfGiven("--postgresql-log", postgresLog)) {
            var asked = new Evidence.Asked(database, modules, Map.of());
            var states = rows("--states-before", before);
            var later = rows("--states-after", after);
            var evidence = new Evidence(asked, in, status(exitCode), states, later, journalIn, postgresIn);
            Diagnosis diagnosis = new Diagnostician().diagnose(evidence);
            out().println(json ? asJson(diagnosis) : Explanation.of(diagnosis));
            return switch (diagnosis.verdict()) {
                case SUCCEEDED, SUCCEEDED_WITH_FINDINGS -> 0;
                case FAILED, UNKNOWN -> 1;
            };
        } catch (Unusable e) {
            err().println(e.getMessage());
        } catch (IOException e) {
            err().println("LOG, --journal or --postgresql-log cannot be read to its end: " + e.getMessage()
                    + ". Copy the files to this machine and try again.");
        }
        return 2;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** A signal may also come negative, as some programs report it. */
    private static @Nullable Integer status(@Nullable String exitCode) throws Unusable {
        if (exitCode == null) return null;
        int status = exitCode.matches("-?\\d{1,3}") ? Integer.parseInt(exitCode) : Integer.MAX_VALUE;
        if (status >= -64 && status <= 255) return status;
        throw new Unusable("--exit-code is a number from 0 to 255, not '" + exitCode
                + "'. Leave the option out if the status is not known.");
    }

    private static InputStream open(String option, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new Unusable(file + " (" + option + ") is a folder. Name the file in it, such as "
                    + file.resolve("output.log") + ".");
        }
        if (!Files.exists(file)) {
            throw new Unusable("There is no file " + file + " (" + option + "). Check the path"
                    + (option.equals("LOG") ? "." : ", or leave the option out."));
        }
        if (!Files.isReadable(file)) {
            throw new Unusable(file + " (" + option + ") may not be read by this user. Copy it, or change its mode.");
        }
        return new BufferedInputStream(Files.newInputStream(file));
    }

    private static @Nullable InputStream openIfGiven(String option, @Nullable Path file) throws IOException {
        return file == null ? null : open(option, file);
    }

    private static @Nullable ModuleRows rows(String option, @Nullable Path file) throws IOException {
        if (file == null) return null;
        try (var in = open(option, file)) {
            return ModuleRows.read(in);
        } catch (Unusable e) {
            throw e;
        } catch (IOException e) {
            throw new Unusable(file + " (" + option + ") does not hold module states. It should look like"
                    + " {\"sale\": {\"state\": \"installed\", \"latest_version\": \"19.0.1.2\"}}.");
        }
    }

    private String asJson(Diagnosis diagnosis) throws IOException {
        var text = new StringWriter();
        try (var generator = JsonFactory.builder().build().createGenerator(text).useDefaultPrettyPrinter()) {
            Integer status = status(exitCode);
            generator.writeStartObject();
            diagnosis.writeTo(generator);
            generator.writeFieldName("exitCode");
            if (status == null) generator.writeNull();
            else generator.writeNumber(status);
            generator.writeObjectFieldStart("target");
            generator.writeStringField("database", database);
            generator.writeArrayFieldStart("modules");
            for (String module : modules) generator.writeString(module);
            generator.writeEndArray();
            generator.writeEndObject();
            generator.writeArrayFieldStart("similar");
            generator.writeEndArray();
            generator.writeEndObject();
        }
        return text.toString();
    }
}
