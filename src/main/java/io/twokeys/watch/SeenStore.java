package io.twokeys.watch;

import io.twokeys.fleet.TargetName;
import io.twokeys.plan.gate.Gate;
import io.twokeys.plan.gate.Gate.Result;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code gate_seen}. */
final class SeenStore {
    private SeenStore() {}

    /** What each gate of the target said last; nobody else writes it until the transaction ends. */
    static Map<String, Result> take(Handle handle, TargetName target) {
        Map<String, Result> seen = new HashMap<>();
        handle.createQuery("select gate, result from gate_seen where target = :target order by gate for update")
                .bind("target", target.value())
                .map((row, context) -> Map.entry(row.getString("gate"), Result.valueOf(row.getString("result"))))
                .forEach(entry -> seen.put(entry.getKey(), entry.getValue()));
        return seen;
    }

    static void put(Handle handle, TargetName target, Gate gate, Instant now) {
        handle.createUpdate("""
                        insert into gate_seen (target, gate, result, seen, since)
                        values (:target, :gate, :result, :now, :now)
                        on conflict (target, gate) do update
                           set result = excluded.result, seen = excluded.seen,
                               since = case when gate_seen.result = excluded.result then gate_seen.since
                                            else excluded.since end""")
                .bind("target", target.value())
                .bind("gate", gate.id())
                .bind("result", gate.result().name())
                .bind("now", now)
                .execute();
    }
}
