package io.twokeys.plan;

import io.twokeys.plan.gate.Gate;
import java.util.List;

/**
 * A plan with what people need to judge it but do not approve word by word: gates, warnings, estimate.
 *
 * @param warnings findings that do not keep it from starting
 */
public record Proposal(Plan plan, List<Gate> gates, List<String> warnings, List<String> rollback, Estimate estimate) {
    public Proposal {
        gates = List.copyOf(gates);
        warnings = List.copyOf(warnings);
        rollback = List.copyOf(rollback);
    }

    /** Whether every gate lets it through. */
    public boolean mayStart() {
        return gates.stream().noneMatch(gate -> gate.result() == Gate.Result.FAIL);
    }
}
