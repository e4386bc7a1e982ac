package io.twokeys.bot.vote;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.bot.report.Conversation;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.outbox.Outbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which messages are ballots: the card of a request where it was posted, and no copy, look-alike or reply. */
@Singleton
final class Cards {
    private static final Pattern KEY = Pattern.compile("(AR-[0-9]{1,12})@[a-z]+");

    private final Outbox outbox;
    private final Approvals approvals;
    private final Threads threads;

    @Inject
    Cards(Outbox outbox, Approvals approvals, Threads threads) {
        this.outbox = outbox;
        this.approvals = approvals;
        this.threads = threads;
    }

    /** @param digest of the plan that the card shows */
    record Card(RequestId request, Mode mode, String digest) {
        /** Whether a card of its kind carries a button for this. */
        boolean carries(String verb) {
            return switch (verb) {
                case "start" -> mode == Mode.CONFIRMATION;
                case "approve", "deny", "withdraw", "stop" -> mode == Mode.TWO_KEYS;
                case "cancel" -> true;
                default -> false;
            };
        }
    }

    Optional<Card> of(MessageRef message) {
        var key = outbox.keyOf(message).map(KEY::matcher).filter(match -> match.matches());
        return key.flatMap(match -> approvals.find(new RequestId(match.group(1))))
                .flatMap(request -> threads.of(request.id()).stream()
                        .filter(here -> here.platform() == message.platform())
                        .filter(here -> here.card().equals(key.get().group()))
                        .findFirst()
                        .map(here -> card(request, here)));
    }

    private static Card card(ApprovalRequest request, Conversation here) {
        return new Card(
                request.id(), request.requirement().mode(), here.shownPlan().digest());
    }
}
