package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An account as {@code users.info} tells it; by default a plain member of this workspace. */
public record Account(String id, String name, String team, Kind kind) {
    /** What sets an account apart. */
    public enum Kind {
        MEMBER,
        /** {@code is_restricted}: a guest in several channels. */
        GUEST,
        /** {@code is_ultra_restricted}: a guest in one channel. */
        SINGLE_CHANNEL_GUEST,
        DELETED,
        BOT,
        /** {@code is_stranger}: of another workspace, met in a shared channel. */
        STRANGER
    }

    public static Account member(String id, String name) {
        return new Account(id, name, FakeSlack.TEAM, Kind.MEMBER);
    }

    public Account as(Kind other) {
        return new Account(id, name, team, other);
    }

    /** The same account at home in another workspace. */
    public Account of(String otherTeam) {
        return new Account(id, name, otherTeam, kind);
    }

    ObjectNode json() {
        return FakeSlack.JSON
                .createObjectNode()
                .put("id", id)
                .put("team_id", team)
                .put("name", name)
                .put("real_name", name)
                .put("deleted", kind == Kind.DELETED)
                .put("is_bot", kind == Kind.BOT)
                .put("is_restricted", kind == Kind.GUEST || kind == Kind.SINGLE_CHANNEL_GUEST)
                .put("is_ultra_restricted", kind == Kind.SINGLE_CHANNEL_GUEST)
                .put("is_stranger", kind == Kind.STRANGER);
    }
}
