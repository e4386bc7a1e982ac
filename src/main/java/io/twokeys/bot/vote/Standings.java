package io.twokeys.bot.vote;

import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatTrouble.Kind;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What sort of accounts people have, as their platforms say. */
@Singleton
public final class Standings {
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final Chat.All chats;
    private final InstantSource clock;
    private final Map<ChatUser, Known> memory = new ConcurrentHashMap<>();

    @Inject
    public Standings(Chat.All chats, InstantSource clock) {
        this.chats = chats;
        this.clock = clock;
    }

    private record Known(Standing standing, Instant at) {}

    /**
     * As it was at most a minute ago.
     *
     * @throws ChatTrouble if it is not known and the platform cannot be asked
     */
    public Standing of(ChatUser user) {
        Known known = memory.get(user);
        if (known != null && clock.instant().isBefore(known.at().plus(FRESH))) return known.standing();
        return now(user);
    }

    /** @throws ChatTrouble if the platform cannot be asked */
    Standing now(ChatUser user) {
        Instant asked = clock.instant();
        Standing standing = chat(user.platform()).standing(user);
        memory.values().removeIf(known -> !asked.isBefore(known.at().plus(FRESH)));
        memory.put(user, new Known(standing, asked));
        return standing;
    }

    /** @throws ChatTrouble if the platform is not configured any more */
    Chat chat(Platform platform) {
        return chats.of(platform)
                .orElseThrow(() -> new ChatTrouble(Kind.UNAVAILABLE, "it is not connected", Duration.ZERO));
    }

    /** Whether another replica speaks on the platform, and this one does not. */
    boolean isElsewhere(Platform platform) {
        return chats.of(platform).filter(chat -> !chat.here()).isPresent();
    }
}
