package io.twokeys.watch.soak;

import io.twokeys.ssh.HostTrouble;

/** A look at the target of a soak, now. */
public interface Sight {
    /** @throws HostTrouble if nothing can be said because the host cannot be asked */
    Glance at(Soak soak);
}
