package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Pace;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.Standing;
import io.twokeys.chat.discord.DiscordCalls.Refused;
import io.twokeys.chat.outbox.Outbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Discord as the outbox sees it. A post carries a nonce made from its key, by which Discord itself drops a repetition for some
 * minutes. Discord does not give the nonce back later, so after a longer while the last messages are compared: title, text and
 * the last bits of the colour, which come from the key.
 */
@Singleton
public final class DiscordChat implements Chat {
    private static final String MESSAGES = "channels/{channel_id}/messages";
    private static final String MESSAGE = MESSAGES + "/{message_id}";
    private static final String REACTIONS = MESSAGE + "/reactions/{emoji}";
    private static final int SEARCHED = 50;
    private static final int PAGE = 100;
    private static final int UNKNOWN_USER = 10013;
    private static final int UNKNOWN_MEMBER = 10007;

    private final DiscordCalls calls;
    private final DiscordPlaces places;
    private final DiscordFiles files;
    private final DiscordWhispers whispers;
    private final DiscordMessages messages;

    @Inject
    public DiscordChat(
            DiscordCalls calls, DiscordPlaces places, DiscordFiles files, DiscordWhispers whispers, Outbox outbox) {
        this.calls = calls;
        this.places = places;
        this.files = files;
        this.whispers = whispers;
        this.messages = new DiscordMessages(key -> outbox.find(key)
                .filter(ref -> ref.platform() == Platform.DISCORD)
                .flatMap(this::address));
    }

    /** No link where the channel cannot be looked at: words do. */
    private Optional<String> address(MessageRef ref) {
        try {
            return Optional.of("https://discord.com/channels/" + places.guild(ref.channel()) + "/" + ref.channel() + "/"
                    + ref.id());
        } catch (ChatTrouble unknown) {
            return Optional.empty();
        }
    }

    @Override
    public Platform platform() {
        return Platform.DISCORD;
    }

    @Override
    public boolean here() {
        return calls.isOpen();
    }

    /** Tails share a channel with everything else in it; JDA keeps the limits themselves. */
    @Override
    public Optional<Pace> pace(Act act, String channel) {
        return switch (act) {
            case POST, EDIT, ATTACH -> Optional.of(new Pace("discord/" + channel, 5, Duration.ofSeconds(1)));
            case WHISPER, TELL, HOME, REACT -> Optional.empty();
        };
    }

    @Override
    public MessageRef post(Place place, Message message, String key, boolean again) {
        Keyed keyed = new Keyed(key);
        ObjectNode body = messages.body(message, keyed.shade());
        String channel = channel(place);
        if (again) {
            Optional<MessageRef> there = search(channel, said -> reads(said, body, message.kind()));
            if (there.isPresent()) return there.get();
        }
        body.put("nonce", keyed.nonce()).put("enforce_nonce", true);
        JsonNode posted = places.in(place, () -> calls.post(body, MESSAGES, channel));
        return ref(channel, posted);
    }

    private static String channel(Place place) {
        return place.thread() == null ? place.channel() : place.thread();
    }

    private static MessageRef ref(String channel, JsonNode message) {
        return new MessageRef(
                Platform.DISCORD,
                message.path("channel_id").asText(channel),
                message.path("id").asText());
    }

    /** A page of a log is known by its title; it may have grown since. */
    private static boolean reads(JsonNode said, JsonNode body, Message.Kind kind) {
        JsonNode there = said.at("/embeds/0");
        JsonNode ours = body.at("/embeds/0");
        return there.path("color").asInt() == ours.path("color").asInt()
                && same(there, ours, "title")
                && (kind == Message.Kind.LOG || same(there, ours, "description"))
                && said.path("edited_timestamp").isNull();
    }

    private static boolean same(JsonNode a, JsonNode b, String key) {
        return a.path(key).asText("").strip().equals(b.path(key).asText("").strip());
    }

    /** Among the bot's own last messages; a thread that is not there yet has none. */
    private Optional<MessageRef> search(String channel, Predicate<JsonNode> wanted) {
        try {
            JsonNode last = calls.get(MESSAGES + "?limit=" + SEARCHED, channel);
            return StreamSupport.stream(last.spliterator(), false)
                    .filter(said -> said.at("/author/id").asText().equals(calls.self()))
                    .filter(wanted)
                    .findFirst()
                    .map(said -> ref(channel, said));
        } catch (Refused unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void edit(MessageRef ref, Message message) {
        ObjectNode body = messages.body(message, 0);
        inOpen(ref, () -> calls.patch(body, MESSAGE, ref.channel(), ref.id()));
    }

    private void inOpen(MessageRef ref, Supplier<JsonNode> work) {
        places.in(Place.channel(Platform.DISCORD, ref.channel()), work);
    }

    @Override
    public void whisper(Place place, ChatUser to, Message message) {
        ObjectNode body = messages.body(message, 0);
        if (!whispers.whisper(channel(place), to.id(), body)) tell(to, message);
    }

    @Override
    public void tell(ChatUser to, Message message) {
        ObjectNode whom = DiscordMessages.object().put("recipient_id", to.id());
        DiscordPlaces.orTrouble(() -> {
            String direct = calls.post(whom, "users/@me/channels").path("id").asText();
            return calls.post(messages.body(message, 0), MESSAGES, direct);
        });
    }

    @Override
    public void react(MessageRef ref, String emoji) {
        inOpen(ref, () -> calls.put(null, REACTIONS + "/@me", ref.channel(), ref.id(), emoji));
    }

    @Override
    public void attach(MessageRef ref, Message.File file, boolean again) {
        Place place = places.around(ref);
        String channel = channel(place);
        if (again && search(channel, said -> carries(said, file, ref)).isPresent()) return;
        files.deliver(
                file,
                (body, name, copy) -> places.in(place, () -> calls.upload(body, name, copy, MESSAGES, channel)),
                words -> places.in(place, () -> calls.post(words, MESSAGES, channel)));
    }

    private static boolean carries(JsonNode said, Message.File file, MessageRef ref) {
        boolean later =
                Long.compareUnsigned(Long.parseUnsignedLong(said.path("id").asText()), Long.parseUnsignedLong(ref.id()))
                        > 0;
        return later && DiscordFiles.isNamed(said.at("/attachments/0/filename").asText(""), file);
    }

    /** Both types, page by page, as Discord counts normal and super reactions apart. */
    @Override
    public Map<String, List<ChatUser>> reactions(MessageRef ref) {
        Map<String, List<ChatUser>> found = new LinkedHashMap<>();
        JsonNode message = DiscordPlaces.orTrouble(() -> calls.get(MESSAGE, ref.channel(), ref.id()));
        for (JsonNode reaction : message.path("reactions")) {
            List<ChatUser> all =
                    found.computeIfAbsent(DiscordEmoji.plain(reaction.path("emoji")), none -> new ArrayList<>());
            for (int type = 0; type <= 1; type++) {
                people(ref, DiscordEmoji.code(reaction.path("emoji")), type).stream()
                        .filter(user -> !all.contains(user))
                        .forEach(all::add);
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    private List<ChatUser> people(MessageRef ref, String emoji, int type) {
        List<ChatUser> people = new ArrayList<>();
        String after = "0";
        int page;
        do {
            String query = "?type=" + type + "&limit=" + PAGE + "&after=" + after;
            JsonNode users =
                    DiscordPlaces.orTrouble(() -> calls.get(REACTIONS + query, ref.channel(), ref.id(), emoji));
            for (JsonNode user : users) {
                if (!user.path("bot").asBoolean()) {
                    people.add(new ChatUser(Platform.DISCORD, user.path("id").asText()));
                }
            }
            page = users.size();
            after = page == 0 ? after : users.get(page - 1).path("id").asText();
        } while (page == PAGE);
        return people;
    }

    /** A member of any server that the bot is on; one who has not agreed to the server's rules yet is a guest. */
    @Override
    public Standing standing(ChatUser user) {
        if (!DiscordText.ACCOUNT.matcher(user.id()).matches()) return Standing.DEACTIVATED;
        Standing best = Standing.DEACTIVATED;
        for (String guild : calls.guilds()) {
            Standing here = standing(guild, user.id());
            if (here == Standing.MEMBER || here == Standing.BOT) return here;
            if (here == Standing.GUEST) best = here;
        }
        return best;
    }

    private Standing standing(String guild, String user) {
        try {
            JsonNode member = calls.get("guilds/{guild_id}/members/{user_id}", guild, user);
            if (member.at("/user/bot").asBoolean()) return Standing.BOT;
            return member.path("pending").asBoolean() ? Standing.GUEST : Standing.MEMBER;
        } catch (Refused refused) {
            if (refused.code() == UNKNOWN_MEMBER || refused.code() == UNKNOWN_USER) return Standing.DEACTIVATED;
            throw refused.trouble();
        }
    }

    /** What Discord can carry of an outbox key: a nonce of 25 characters at most, and a shade of a colour. */
    private record Keyed(String key) {
        String nonce() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(hash())
                    .substring(0, 24);
        }

        /** 0 to 4,095. */
        int shade() {
            byte[] hash = hash();
            return (hash[30] & 0xFF) << 4 | hash[31] & 0xF;
        }

        private byte[] hash() {
            try {
                return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java has SHA-256", impossible);
            }
        }
    }
}
