package io.twokeys.runbook.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.odoo.diagnosis.Diagnosis;
import io.twokeys.odoo.diagnosis.Diagnosis.DatabaseState;
import io.twokeys.odoo.diagnosis.Diagnostician;
import io.twokeys.odoo.diagnosis.Evidence;
import io.twokeys.odoo.host.Modules;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.odoo.host.Reach;
import io.twokeys.odoo.host.ServerLog;
import io.twokeys.odoo.trace.ModuleRows;
import io.twokeys.operation.StepContext;
import io.twokeys.operation.StepOutcome;
import io.twokeys.plan.Plan;
import io.twokeys.shell.ShellCommand;
import io.twokeys.ssh.HostTrouble;
import io.twokeys.tail.LogStore;
import io.twokeys.tail.Redactor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The verdict: from the modules before and after, the whole log, the exit status and the host's journal. Only a database that
 * was upgraded in full goes on; everything else stops here with traffic left frozen. A dry run is judged by the same rules
 * and fails for findings, too, by which Odoo says that it left something out.
 */
public final class JudgeUpgrade extends HostStep {
    /** Where readers find the diagnosis, under {@code diagnosis}. */
    static final String ID = "judge";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Findings that leave nothing out: a dry run lists them. Any other is something that Odoo was to do and did not. */
    private static final Set<String> HARMLESS =
            Set.of("access-rule-missing", "field-label-duplicate", "custom-view-invalid", "demo-data-failed");

    private final LogStore logs;
    private final String before;

    public JudgeUpgrade(Reach reach, LogStore logs) {
        this(reach, logs, TakeCheckpoint.ID);
    }

    /** @param before the step that left the modules as they were, as {@link TakeCheckpoint} does */
    public JudgeUpgrade(Reach reach, LogStore logs, String before) {
        super(reach, ID, "Judge the result");
        this.logs = logs;
        this.before = before;
    }

    @Override
    protected boolean afterTheUpgrade() {
        return true;
    }

    @Override
    protected StepOutcome act(StepContext context, OdooHost host) {
        Diagnosis diagnosis = diagnose(context, host);
        ObjectNode evidence = result();
        evidence.set("diagnosis", JSON.valueToTree(diagnosis));
        String verdict = diagnosis.verdict().code() + ": " + diagnosis.why();
        List<String> blocking = blocking(context.plan(), diagnosis);
        if (good(diagnosis) && !blocking.isEmpty()) {
            verdict = "failed: Odoo ended well but left something out: " + String.join(", ", blocking) + ". "
                    + diagnosis.advice();
        }
        evidence.put("verdict", verdict);
        return good(diagnosis) && blocking.isEmpty()
                ? new StepOutcome.Done(evidence)
                : failed(context, verdict, evidence);
    }

    private static List<String> blocking(Plan plan, Diagnosis diagnosis) {
        return switch (plan) {
            case Plan.DryRun _ ->
                diagnosis.remarks().findings().stream()
                        .filter(finding -> !HARMLESS.contains(finding))
                        .toList();
            case Plan.Upgrade _, Plan.Rollback _, Plan.UndoRollback _, Plan.Backup _, Plan.Drill _, Plan.Thaw _ ->
                List.of();
        };
    }

    private static boolean good(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case SUCCEEDED, SUCCEEDED_WITH_FINDINGS -> diagnosis.database() == DatabaseState.UPGRADED;
            case FAILED, UNKNOWN -> false;
        };
    }

    private Diagnosis diagnose(StepContext context, OdooHost host) {
        JsonNode found = context.result(before).orElseThrow();
        JsonNode run = context.result(RunUpgrade.ID).orElseThrow();
        Integer exit = run.has("exit") ? run.path("exit").asInt() : null;
        try (InputStream log = logs.open(context.operation().id().toString())) {
            var evidence = new Evidence(
                    asked(context.plan()),
                    log,
                    exit,
                    rows(found.path("modules")),
                    after(host, context.plan().database()),
                    journal(context, host),
                    serverLog(found, host));
            return new Diagnostician().diagnose(evidence);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Evidence.Asked asked(Plan plan) {
        Map<String, String> planned =
                plan.loads().stream().collect(Collectors.toMap(Plan.Change::module, Plan.Change::to));
        return new Evidence.Asked(plan.database(), modules(plan), planned);
    }

    private static List<String> modules(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade upgrade -> upgrade.modules();
            case Plan.DryRun dryRun -> dryRun.modules();
            case Plan.Rollback _, Plan.UndoRollback _, Plan.Backup _, Plan.Drill _, Plan.Thaw _ ->
                throw new IllegalStateException("not an upgrade: " + plan.title());
        };
    }

    /** Null if the database cannot be asked, which is evidence, too. */
    private static @Nullable ModuleRows after(OdooHost host, String database) throws IOException {
        try {
            return rows(Modules.read(host.postgres(), database).installed());
        } catch (HostTrouble trouble) {
            if (trouble.kind().passes()) throw trouble;
            return null;
        }
    }

    private static ModuleRows rows(JsonNode states) throws IOException {
        return ModuleRows.read(new ByteArrayInputStream(JSON.writeValueAsBytes(states)));
    }

    /** The host's journal since the operation began; null if it cannot be read. */
    private static @Nullable InputStream journal(StepContext context, OdooHost host) {
        var started = context.operation().times().started();
        if (started == null) return null;
        var command = ShellCommand.of(
                        "journalctl",
                        "--no-pager",
                        "-o",
                        "short",
                        "-n",
                        "5000",
                        "--since",
                        "@" + started.getEpochSecond())
                .asRoot();
        var answer = host.session().run(command, LIMIT);
        return answer.ok() ? masked(answer.out()) : null;
    }

    /** What PostgreSQL itself logged since the checkpoint; null if it cannot be read. */
    private static @Nullable InputStream serverLog(JsonNode found, OdooHost host) {
        JsonNode end = found.path(TakeCheckpoint.SERVER_LOG);
        if (end.isMissingNode()) return null;
        var log = new ServerLog(end.path("path").asText(), end.path("size").asLong());
        return host.postgres().logSince(log).map(JudgeUpgrade::masked).orElse(null);
    }

    private static InputStream masked(String text) {
        return new ByteArrayInputStream(new Redactor().redact(text).getBytes(StandardCharsets.UTF_8));
    }
}
