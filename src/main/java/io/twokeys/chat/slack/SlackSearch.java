package io.twokeys.chat.slack;

import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether something has arrived although its answer did not: a post is known by the key in its metadata, a file by its name. The
 * newest messages of the channel are looked through, or the whole thread. Where Slack does not let us read, nothing is found.
 */
final class SlackSearch {
    static final String EVENT_TYPE = "twokeys_message";
    static final String KEY = "key";

    private static final int PAGE = 200;
    private static final int CHANNEL_PAGES = 2;
    private static final int THREAD_PAGES = 25;

    private final SlackCalls calls;

    SlackSearch(SlackCalls calls) {
        this.calls = calls;
    }

    /** A page of messages and where the next begins. */
    private record Page(List<Message> messages, @Nullable String next) {}

    Optional<MessageRef> post(Place place, String key) {
        return first(
                        place,
                        said -> said.getMetadata() != null
                                && EVENT_TYPE.equals(said.getMetadata().getEventType())
                                && key.equals(payload(said).get(KEY)))
                .map(said -> new MessageRef(Platform.SLACK, place.channel(), said.getTs()));
    }

    boolean hasFile(Place thread, String name) {
        return first(
                        thread,
                        said -> said.getFiles() != null
                                && said.getFiles().stream().anyMatch(file -> name.equals(file.getName())))
                .isPresent();
    }

    private static Map<String, Object> payload(Message said) {
        Map<String, Object> payload = said.getMetadata().getEventPayload();
        return payload == null ? Map.of() : payload;
    }

    private Optional<Message> first(Place place, Predicate<Message> wanted) {
        String next = null;
        int pages = place.thread() == null ? CHANNEL_PAGES : THREAD_PAGES;
        try {
            for (int count = 0; count < pages; count++) {
                Page page = page(place, next);
                Optional<Message> found =
                        page.messages().stream().filter(wanted).findFirst();
                if (found.isPresent() || page.next() == null) return found;
                next = page.next();
            }
        } catch (SlackCalls.Refused unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private Page page(Place place, @Nullable String from) {
        String thread = place.thread();
        if (thread == null) {
            var answer = calls.tryTo(methods -> methods.conversationsHistory(request ->
                    request.channel(place.channel()).limit(PAGE).cursor(from).includeAllMetadata(true)));
            return new Page(answer.getMessages(), next(answer.getResponseMetadata()));
        }
        var answer = calls.tryTo(methods -> methods.conversationsReplies(request -> request.channel(place.channel())
                .ts(thread)
                .limit(PAGE)
                .cursor(from)
                .includeAllMetadata(true)));
        return new Page(answer.getMessages(), next(answer.getResponseMetadata()));
    }

    private static @Nullable String next(@Nullable ResponseMetadata metadata) {
        if (metadata == null) return null;
        String cursor = metadata.getNextCursor();
        return cursor == null || cursor.isEmpty() ? null : cursor;
    }
}
