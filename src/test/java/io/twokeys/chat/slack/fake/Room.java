package io.twokeys.chat.slack.fake;

import java.util.LinkedHashSet;
import java.util.Set;

/** A channel or a direct conversation. Guarded by the workspace. */
public final class Room {
    final String id;
    final String name;
    final Set<String> members = new LinkedHashSet<>();
    final boolean direct;
    boolean closedToOthers;
    boolean archived;
    boolean shared;

    Room(String id, String name, boolean direct) {
        this.id = id;
        this.name = name;
        this.direct = direct;
    }

    public Room with(String... accounts) {
        members.addAll(Set.of(accounts));
        return this;
    }

    /** Shown to members only; for all others it does not exist. */
    public Room madePrivate() {
        closedToOthers = true;
        return this;
    }

    /** With another organisation. */
    public Room sharedOutside() {
        shared = true;
        return this;
    }

    public Room archived(boolean now) {
        archived = now;
        return this;
    }

    public Room without(String account) {
        members.remove(account);
        return this;
    }

    /** As events name it: {@code channel}, {@code group} or {@code im}. */
    String type() {
        return direct ? "im" : closedToOthers ? "group" : "channel";
    }
}
