package io.twokeys.watch;

import io.twokeys.fleet.TargetName;
import io.twokeys.plan.gate.Gate;
import io.twokeys.ssh.HostTrouble;
import java.util.List;

/** The gates of a target, now. */
public interface Look {
    /** @throws HostTrouble if nothing can be said because the host cannot be asked */
    List<Gate> at(TargetName target);
}
