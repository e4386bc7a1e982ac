package io.twokeys.chat.slack;

import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Message.Metadata;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.chat.outbox.Outbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Slack as the outbox sees it.
 *
 * <p>A post carries its key, and for other apps its kind, as message metadata. Only where an earlier try ended without an answer is the channel searched for
 * that key before the post is repeated: a search before every post would cost a second call each.
 */
@Singleton
public final class SlackChat implements Chat {
    private static final String EVENT_TYPE = "twokeys_message";
    private static final int SEARCHED = 50;
    private static final Set<String> UNPRINTABLE =
            Set.of("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long");
    /** Whoever is not where the whisper goes is written to directly. */
    private static final Set<String> NOT_THERE =
            Set.of("user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived");

    private final SlackCalls calls;
    private final SlackMessages messages;
    private final SlackFiles files;
    private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();

    @Inject
    public SlackChat(SlackCalls calls, SlackFiles files, Outbox outbox) {
        this.calls = calls;
        this.files = files;
        this.messages = new SlackMessages(key ->
                outbox.find(key).filter(ref -> ref.platform() == Platform.SLACK).map(this::address));
    }

    private String address(MessageRef ref) {
        return calls.self().getUrl() + "archives/" + ref.channel() + "/p"
                + ref.id().replace(".", "");
    }

    @Override
    public Platform platform() {
        return Platform.SLACK;
    }

    @Override
    public MessageRef post(Place place, Message message, String key, boolean again) {
        Optional<MessageRef> there = again || inDoubt.contains(key) ? search(place, key) : Optional.empty();
        MessageRef ref = there.orElseGet(() -> postAnew(place, message, key));
        inDoubt.remove(key);
        return ref;
    }

    private MessageRef postAnew(Place place, Message message, String key) {
        try {
            var posted = written(message, blocks -> send(place.channel(), place.thread(), message, blocks, key));
            return new MessageRef(Platform.SLACK, posted.getChannel(), posted.getTs());
        } catch (ChatTrouble trouble) {
            if (trouble.kind() == ChatTrouble.Kind.UNAVAILABLE) {
                inDoubt.add(key);
            }
            throw trouble;
        }
    }

    private ChatPostMessageResponse send(
            String channel, @Nullable String thread, Message message, @Nullable String blocks, String key) {
        Metadata metadata = new Metadata();
        metadata.setEventType(EVENT_TYPE);
        metadata.setEventPayload(
                Map.of("key", key, "kind", message.kind().name().toLowerCase(Locale.ROOT)));
        return calls.tryTo(methods -> methods.chatPostMessage(request -> request.channel(channel)
                .threadTs(thread)
                .text(messages.fallback(message))
                .blocksAsString(blocks)
                .metadata(metadata)
                .unfurlLinks(false)
                .unfurlMedia(false)));
    }

    /** A layout that this Slack refuses is said in plain words instead. */
    private <T> T written(Message message, java.util.function.Function<@Nullable String, T> send) {
        try {
            return send.apply(messages.blocks(message));
        } catch (SlackCalls.Refused refused) {
            if (!UNPRINTABLE.contains(refused.error())) {
                throw SlackCalls.trouble(refused.error());
            }
        }
        try {
            return send.apply(null);
        } catch (SlackCalls.Refused refused) {
            throw SlackCalls.trouble(refused.error());
        }
    }

    private Optional<MessageRef> search(Place place, String key) {
        String thread = place.thread();
        try {
            var found = thread == null
                    ? calls.tryTo(methods -> methods.conversationsHistory(request -> request.channel(place.channel())
                                    .limit(SEARCHED)
                                    .includeAllMetadata(true)))
                            .getMessages()
                    : calls.tryTo(methods -> methods.conversationsReplies(request -> request.channel(place.channel())
                                    .ts(thread)
                                    .limit(1000)
                                    .includeAllMetadata(true)))
                            .getMessages();
            return found.stream()
                    .filter(said -> said.getMetadata() != null
                            && EVENT_TYPE.equals(said.getMetadata().getEventType())
                            && key.equals(said.getMetadata().getEventPayload().get("key")))
                    .findFirst()
                    .map(said -> new MessageRef(Platform.SLACK, place.channel(), said.getTs()));
        } catch (SlackCalls.Refused unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void edit(MessageRef ref, Message message) {
        written(
                message,
                blocks -> calls.tryTo(methods -> methods.chatUpdate(request -> request.channel(ref.channel())
                        .ts(ref.id())
                        .text(messages.fallback(message))
                        .blocksAsString(blocks == null ? "[]" : blocks))));
    }

    @Override
    public void whisper(Place place, ChatUser to, Message message) {
        String direct = written(message, blocks -> {
            try {
                calls.tryTo(methods -> methods.chatPostEphemeral(request -> request.channel(place.channel())
                        .threadTs(place.thread())
                        .user(to.id())
                        .text(messages.fallback(message))
                        .blocksAsString(blocks)));
                return "";
            } catch (SlackCalls.Refused refused) {
                if (NOT_THERE.contains(refused.error())) return to.id();
                throw refused;
            }
        });
        if (!direct.isEmpty()) {
            written(message, blocks -> send(direct, null, message, blocks, ""));
        }
    }

    @Override
    public void tell(ChatUser to, Message message) {
        written(message, blocks -> send(to.id(), null, message, blocks, ""));
    }

    /** Not asked yet. */
    @Override
    public Standing standing(ChatUser user) {
        return Standing.MEMBER;
    }

    @Override
    public void react(MessageRef ref, String emoji) {
        String name = SlackEmoji.name(emoji)
                .orElseThrow(() ->
                        new ChatTrouble(ChatTrouble.Kind.REFUSED, "no name in Slack for " + emoji, Duration.ZERO));
        try {
            calls.tryTo(methods -> methods.reactionsAdd(request ->
                    request.channel(ref.channel()).timestamp(ref.id()).name(name)));
        } catch (SlackCalls.Refused refused) {
            if (!refused.error().equals("already_reacted")) {
                throw SlackCalls.trouble(refused.error());
            }
        }
    }

    @Override
    public void attach(MessageRef ref, Message.File file, boolean again) {
        files.upload(ref.channel(), root(ref), file);
    }

    /** Threads do not nest: a reply's files belong below its root. */
    private String root(MessageRef ref) {
        try {
            return calls
                    .tryTo(methods -> methods.conversationsReplies(request ->
                            request.channel(ref.channel()).ts(ref.id()).limit(1)))
                    .getMessages()
                    .stream()
                    .flatMap(said -> Stream.ofNullable(said.getThreadTs()))
                    .findFirst()
                    .orElse(ref.id());
        } catch (SlackCalls.Refused unknown) {
            return ref.id();
        }
    }

    @Override
    public Map<String, List<ChatUser>> reactions(MessageRef ref) {
        String self = calls.self().getUserId();
        var message = calls.ask(methods -> methods.reactionsGet(request ->
                        request.channel(ref.channel()).timestamp(ref.id()).full(true)))
                .getMessage();
        Map<String, List<ChatUser>> found = new LinkedHashMap<>();
        if (message == null || message.getReactions() == null) {
            return found;
        }
        for (var reaction : message.getReactions()) {
            reaction.getUsers().stream()
                    .filter(user -> !user.equals(self))
                    .map(user -> new ChatUser(Platform.SLACK, user))
                    .forEach(user -> found.computeIfAbsent(
                                    SlackEmoji.plain(reaction.getName()), name -> new ArrayList<>())
                            .add(user));
        }
        return found;
    }
}
