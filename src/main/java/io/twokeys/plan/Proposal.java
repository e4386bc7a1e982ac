package io.twokeys.plan;

import io.twokeys.checkpoint.written.Written;
import io.twokeys.plan.gate.Gate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan with what people need to judge it but do not approve word by word: gates, warnings, estimate, what would be lost.
 *
 * @param warnings findings that do not keep it from starting
 * @param loss what was written since the moment it goes back to; null if it does not go back
 */
public record Proposal(
        Plan plan,
        List<Gate> gates,
        List<String> warnings,
        List<String> rollback,
        Estimate estimate,
        @Nullable Written loss) {
    public Proposal {
        gates = List.copyOf(gates);
        warnings = List.copyOf(warnings);
        rollback = List.copyOf(rollback);
    }

    /** A plan that loses nothing. */
    public Proposal(Plan plan, List<Gate> gates, List<String> warnings, List<String> rollback, Estimate estimate) {
        this(plan, gates, warnings, rollback, estimate, null);
    }

    /** The same, with what it would lose. */
    Proposal losing(Written written) {
        return new Proposal(plan, gates, warnings, rollback, estimate, written);
    }

    /** Whether every gate lets it through. */
    public boolean mayStart() {
        return gates.stream().noneMatch(gate -> gate.result() == Gate.Result.FAIL);
    }
}
