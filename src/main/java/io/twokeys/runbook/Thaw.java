package io.twokeys.runbook;

import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.OperationKind;
import io.twokeys.runbook.step.CheckHealth;
import io.twokeys.runbook.step.FixedSteps;
import io.twokeys.runbook.step.StartOdoo;
import io.twokeys.runbook.traffic.SwitchTraffic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lets traffic in again after an operation that left it frozen. Looks at the pages last: they do not keep it shut. */
@Singleton
public class Thaw extends FixedSteps {
    @Inject
    public Thaw(Reach reach, InstantSource clock) {
        super(
                OperationKind.THAW,
                new StartOdoo(reach),
                new SwitchTraffic(reach, SwitchTraffic.Way.REOPEN),
                new CheckHealth(reach, clock));
    }
}
