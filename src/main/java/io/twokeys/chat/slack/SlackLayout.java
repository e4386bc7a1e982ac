package io.twokeys.chat.slack;

import io.twokeys.chat.Message;
import io.twokeys.chat.slack.view.SlackMessages;
import io.twokeys.chat.slack.view.SlackMessages.Steps;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tries the layouts that a message can have, the finest first, until Slack takes one: plan blocks, blocks, plain words. Once
 * Slack has refused plan blocks and taken the same message without them, this process sends none any more.
 */
final class SlackLayout {
    private static final Logger LOG = Logger.getLogger(SlackLayout.class);
    private static final Set<String> UNPRINTABLE =
            Set.of("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long");

    private static final Set<String> INVALID = Set.of("invalid_blocks", "invalid_blocks_format");

    private final SlackMessages messages;
    private volatile boolean plans;

    SlackLayout(SlackMessages messages, boolean plans) {
        this.messages = messages;
        this.plans = plans;
    }

    /** @param send is handed the blocks as JSON, or null for a message of nothing but text */
    <T> T written(Message message, Function<@Nullable String, T> send) {
        if (!plans || !SlackMessages.hasPlan(message)) return withoutPlan(message, send);
        try {
            return send.apply(messages.blocks(message, Steps.AS_PLAN));
        } catch (SlackCalls.Refused refused) {
            passOnUnlessUnprintable(refused);
            T sent = withoutPlan(message, send);
            if (INVALID.contains(refused.error())) plans = false;
            LOG.infof("plan blocks: Slack says %s; these steps were sent as text", refused.error());
            return sent;
        }
    }

    private <T> T withoutPlan(Message message, Function<@Nullable String, T> send) {
        try {
            return send.apply(messages.blocks(message, Steps.AS_TEXT));
        } catch (SlackCalls.Refused refused) {
            passOnUnlessUnprintable(refused);
        }
        try {
            return send.apply(null);
        } catch (SlackCalls.Refused refused) {
            throw SlackCalls.trouble(refused.error());
        }
    }

    private static void passOnUnlessUnprintable(SlackCalls.Refused refused) {
        if (!UNPRINTABLE.contains(refused.error())) throw SlackCalls.trouble(refused.error());
    }
}
