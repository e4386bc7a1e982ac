package io.twokeys.chat.slack;

import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Message.Metadata;
import com.slack.api.model.User;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.slack.view.SlackEmoji;
import io.twokeys.chat.slack.view.SlackMessages;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Slack as the outbox sees it.
 *
 * <p>A post carries its key, and for other apps its kind, as message metadata. Only where an earlier try may have arrived is the channel searched for that key
 * before the post is repeated: a search before every post would cost a second call each.
 */
@Singleton
public final class SlackChat implements Chat {
    /** Whoever cannot be whispered to where the whisper goes is written to directly. */
    private static final Set<String> ELSEWHERE = Set.of("user_not_in_channel", "is_archived");

    private static final Set<String> UNKNOWN = Set.of("user_not_found", "users_not_found", "user_not_visible");
    /** Slack's own bot, which tells of itself that it is none. */
    private static final String SLACKBOT = "USLACKBOT";

    private static final Set<String> BOT_ELSEWHERE = Set.of("not_in_channel", "channel_not_found");

    private final SlackCalls calls;
    private final SlackMessages messages;
    private final SlackFiles files;
    private final SlackSearch search;
    private final SlackLayout layout;

    @Inject
    public SlackChat(SlackCalls calls, SlackFiles files, Outbox outbox) {
        this.calls = calls;
        this.files = files;
        this.search = new SlackSearch(calls);
        this.messages = new SlackMessages(key ->
                outbox.find(key).filter(ref -> ref.platform() == Platform.SLACK).map(this::address));
        this.layout = new SlackLayout(messages, calls.planBlocks());
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
    public Optional<Pace> pace(Act act, String channel) {
        return Optional.of(SlackPace.of(act, channel));
    }

    @Override
    public MessageRef post(Place place, Message message, String key, boolean again) {
        Optional<MessageRef> there = again ? search.post(place, key) : Optional.empty();
        return there.orElseGet(() -> post(place.channel(), place.thread(), message, key));
    }

    private MessageRef post(String channel, @Nullable String thread, Message message, String key) {
        var posted = layout.written(message, blocks -> send(channel, thread, message, blocks, key));
        return new MessageRef(Platform.SLACK, posted.getChannel(), posted.getTs());
    }

    private ChatPostMessageResponse send(
            String channel, @Nullable String thread, Message message, @Nullable String blocks, String key) {
        Metadata metadata = new Metadata();
        metadata.setEventType(SlackSearch.EVENT_TYPE);
        metadata.setEventPayload(
                Map.of(SlackSearch.KEY, key, "kind", message.kind().name().toLowerCase(Locale.ROOT)));
        boolean broadcast = thread != null && message.kind() == Message.Kind.VERDICT;
        return calls.tryTo(methods -> methods.chatPostMessage(request -> request.channel(channel)
                .threadTs(thread)
                .replyBroadcast(broadcast)
                .text(messages.fallback(message))
                .blocksAsString(blocks)
                .metadata(metadata)
                .unfurlLinks(false)
                .unfurlMedia(false)));
    }

    @Override
    public void edit(MessageRef ref, Message message) {
        layout.written(
                message,
                blocks -> calls.tryTo(methods -> methods.chatUpdate(request -> request.channel(ref.channel())
                        .ts(ref.id())
                        .text(messages.fallback(message))
                        .blocksAsString(blocks == null ? "[]" : blocks))));
    }

    @Override
    public void whisper(Place place, ChatUser to, Message message) {
        String refusal = layout.written(message, blocks -> whispered(place, to, message, blocks));
        if (refusal.isEmpty()) return;
        tell(to, BOT_ELSEWHERE.contains(refusal) ? message.with(invitation()) : message);
    }

    /** Empty if it was shown, else why it could not be in that place. */
    private String whispered(Place place, ChatUser to, Message message, @Nullable String blocks) {
        try {
            calls.tryTo(methods -> methods.chatPostEphemeral(request -> request.channel(place.channel())
                    .threadTs(place.thread())
                    .user(to.id())
                    .text(messages.fallback(message))
                    .blocksAsString(blocks)));
            return "";
        } catch (SlackCalls.Refused refused) {
            if (ELSEWHERE.contains(refused.error()) || BOT_ELSEWHERE.contains(refused.error())) return refused.error();
            throw refused;
        }
    }

    private Message.Part invitation() {
        return Message.Context.of("I am not in that channel. Invite me there with /invite @"
                + calls.self().getUser());
    }

    @Override
    public void tell(ChatUser to, Message message) {
        post(to.id(), null, message, "");
    }

    @Override
    public void home(ChatUser of, Message message) {
        calls.ask(methods ->
                methods.viewsPublish(request -> request.userId(of.id()).viewAsString(messages.home(message))));
    }

    @Override
    public Standing standing(ChatUser user) {
        try {
            User known = calls.tryTo(methods -> methods.usersInfo(request -> request.user(user.id())))
                    .getUser();
            return standing(known, calls.self().getTeamId());
        } catch (SlackCalls.Refused refused) {
            if (UNKNOWN.contains(refused.error())) return Standing.DEACTIVATED;
            throw SlackCalls.trouble(refused.error());
        }
    }

    /** By the marks of docs.slack.dev/reference/objects/user-object. */
    private static Standing standing(User user, String team) {
        if (user.isDeleted()) return Standing.DEACTIVATED;
        if (user.isBot() || user.isWorkflowBot() || SLACKBOT.equals(user.getId())) return Standing.BOT;
        if (user.isStranger() || !team.equals(user.getTeamId())) return Standing.STRANGER;
        return user.isRestricted() || user.isUltraRestricted() ? Standing.GUEST : Standing.MEMBER;
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
        String root = root(ref);
        Place thread = new Place(Platform.SLACK, ref.channel(), root);
        if (again && search.hasFile(thread, file.name())) return;
        files.upload(ref.channel(), root, file);
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
