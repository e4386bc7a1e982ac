package io.twokeys.chat;

import java.util.List;

/** The platforms that this process speaks on. */
public record Chats(List<Chat> all) {
    public Chats {
        all = List.copyOf(all);
    }
}
