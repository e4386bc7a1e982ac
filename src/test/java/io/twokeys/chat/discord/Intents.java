package io.twokeys.chat.discord;

/** The bits of an IDENTIFY that choose which events a session gets. */
final class Intents {
    static final int ALWAYS = 0;
    static final int GUILDS = 1;
    static final int GUILD_MEMBERS = 1 << 1;
    static final int GUILD_PRESENCES = 1 << 8;
    static final int GUILD_MESSAGES = 1 << 9;
    static final int GUILD_MESSAGE_REACTIONS = 1 << 10;
    static final int DIRECT_MESSAGES = 1 << 12;
    static final int DIRECT_MESSAGE_REACTIONS = 1 << 13;
    static final int MESSAGE_CONTENT = 1 << 15;
    static final int GUILD_SCHEDULED_EVENTS = 1 << 16;
    /** Those that must be switched on for an application; asking for them otherwise closes with 4014. */
    static final int PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;

    private Intents() {}
}
