package io.twokeys.chat;

/** What sort of account it is. Only a {@link #MEMBER}'s vote counts. */
public enum Standing {
    MEMBER,
    /** Let into some channels only. */
    GUEST,
    /** Switched off, or no longer of this workspace or server. */
    DEACTIVATED,
    BOT,
    /** Of another organisation, in a channel that is shared with it. */
    STRANGER
}
