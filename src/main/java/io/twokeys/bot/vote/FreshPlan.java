package io.twokeys.bot.vote;

import io.twokeys.plan.Plan;
import io.twokeys.plan.Planned;
import io.twokeys.ssh.HostTrouble;

/** Makes a plan again from the target's facts of now. */
@FunctionalInterface
interface FreshPlan {
    /**
     * The plan as it would be made now, to see whether it is still the one that people agreed to.
     *
     * @throws HostTrouble if the target cannot be read
     */
    Planned of(Plan plan);
}
