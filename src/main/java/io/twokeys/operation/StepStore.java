package io.twokeys.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.operation.Operation.StepRun;
import io.twokeys.operation.Operation.StepState;
import io.twokeys.operation.Operation.Tries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code operation_step}. Whoever writes here holds the operation's row. */
final class StepStore {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().findAndAddModules().build();

    private StepStore() {}

    /** A new try, at {@code position} of the runbook. */
    static StepRun begin(Handle handle, Operation operation, Step step, int position, Instant now) {
        return handle.createQuery("""
                        insert into operation_step (operation, step, position, title, state, epoch, began)
                        values (:operation, :step, :position, :title, 'RUNNING', :epoch, :now)
                        on conflict (operation, step) do update
                           set state = 'RUNNING', epoch = excluded.epoch, begun = operation_step.begun + 1,
                               ended = null, why = ''
                        returning *
                        """)
                .bind("operation", operation.id().toString())
                .bind("step", step.id())
                .bind("position", position)
                .bind("title", step.title())
                .bind("epoch", operation.epoch())
                .bind("now", now)
                .map(StepStore::run)
                .one();
    }

    /** What is known of a step now; {@code unknownSince} counts on or is forgotten by what is known. */
    record Finding(StepState state, String why, JsonNode result, Instant at) {}

    static StepRun settle(Handle handle, OperationId operation, String step, Finding finding) {
        return handle.createQuery("""
                        update operation_step
                           set state = :state, why = :why, result = :result, ended = :at, unknowns = 0, unknown_since = null
                         where operation = :operation and step = :step
                        returning *
                        """)
                .bind("operation", operation.toString())
                .bind("step", step)
                .bind("state", finding.state().name())
                .bind("why", finding.why())
                .bind("result", finding.result().toString())
                .bind("at", finding.at())
                .map(StepStore::run)
                .one();
    }

    /** One more attempt whose end is not known; {@code state} is what the step counts as meanwhile. */
    static StepRun unsettle(Handle handle, OperationId operation, String step, Finding finding) {
        return handle.createQuery("""
                        update operation_step
                           set state = :state, why = :why, ended = :at,
                               unknowns = unknowns + 1, unknown_since = coalesce(unknown_since, :at)
                         where operation = :operation and step = :step
                        returning *
                        """)
                .bind("operation", operation.toString())
                .bind("step", step)
                .bind("state", finding.state().name())
                .bind("why", finding.why())
                .bind("at", finding.at())
                .map(StepStore::run)
                .one();
    }

    static List<StepRun> of(Handle handle, OperationId operation) {
        return handle.createQuery("select * from operation_step where operation = :operation order by position")
                .bind("operation", operation.toString())
                .map(StepStore::run)
                .list();
    }

    /** What the journal says about a step. */
    static ObjectNode about(StepRun run) {
        var data = MAPPER.createObjectNode()
                .put("step", run.id())
                .put("title", run.title())
                .put("why", run.why());
        data.set("result", run.result());
        run.duration().ifPresent(duration -> data.put("millis", duration.toMillis()));
        return data;
    }

    static JsonNode json(Object data) {
        return MAPPER.valueToTree(data);
    }

    private static StepRun run(ResultSet row, StatementContext context) throws SQLException {
        return new StepRun(
                row.getString("step"),
                row.getString("title"),
                StepState.valueOf(row.getString("state")),
                new Tries(
                        row.getInt("begun"),
                        row.getInt("unknowns"),
                        OperationStore.instant(row.getTimestamp("unknown_since"))),
                row.getTimestamp("began").toInstant(),
                OperationStore.instant(row.getTimestamp("ended")),
                row.getString("why"),
                parse(row.getString("result")));
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a step's result is not JSON", e);
        }
    }
}
