package io.twokeys.bot.report;

import io.twokeys.chat.Place;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox.Destination;
import io.twokeys.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Where a subject is talked about on one platform: its card, and the thread under it or the thread that it was asked for in.
 *
 * @param subject {@code AR-7} or {@code IN-3}
 * @param thread the thread in which it was asked for; null if it was asked for in the channel
 * @param proposal JSON of what its card was made from; empty if there is none
 */
public record Conversation(
        String subject,
        Platform platform,
        String channel,
        @Nullable String thread,
        String proposal) {

    /** The plan that its card shows. */
    public Plan shownPlan() {
        return ProposalJson.parse(proposal).plan();
    }

    /** The outbox key of the card. */
    public String card() {
        return key("");
    }

    /** The outbox key of something else said here; {@code what} makes it one of its kind. */
    public String key(String what) {
        return subject + what + "@" + platform.key();
    }

    /** Where the card goes. */
    public Destination root() {
        return thread == null
                ? new Destination.InChannel(platform, channel)
                : new Destination.InThread(new Place(platform, channel, thread));
    }

    /** Where everything after the card goes. */
    public Destination inside() {
        return thread == null
                ? new Destination.Under(card())
                : new Destination.InThread(new Place(platform, channel, thread));
    }
}
