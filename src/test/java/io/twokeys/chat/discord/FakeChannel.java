package io.twokeys.chat.discord;

import java.util.LinkedHashMap;
import java.util.Map;

/** A channel, a thread or a direct conversation as the server keeps it. */
final class FakeChannel {
    static final int TEXT = 0;
    static final int DIRECT = 1;
    static final int THREAD = 11;

    final String id;
    final int type;
    /** The channel of a thread; the other person of a direct conversation; empty otherwise. */
    final String parent;

    String name;
    boolean archived;
    boolean locked;
    int autoArchive = 1440;
    final Map<String, FakeMessage> messages = new LinkedHashMap<>();

    FakeChannel(String id, int type, String name, String parent) {
        this.id = id;
        this.type = type;
        this.name = name;
        this.parent = parent;
    }

    boolean isThread() {
        return type == THREAD;
    }

    boolean isDirect() {
        return type == DIRECT;
    }
}
