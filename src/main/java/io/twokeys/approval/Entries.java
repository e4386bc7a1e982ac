package io.twokeys.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.journal.NewEntry;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Plan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the journal keeps of a request: each entry carries all that a card shows at that moment. */
final class Entries {
    private Entries() {}

    /** The card as it opens, with the plan itself as the text that was hashed. */
    static NewEntry opened(ApprovalRequest request) {
        var data = card(request).put("plan", request.plan().canonical());
        return entry("opened", request.requester().value(), request, data);
    }

    /** {@code approval.KIND}, by a person. */
    static NewEntry by(PersonId actor, String kind, ApprovalRequest request) {
        return entry(kind, actor.value(), request, card(request));
    }

    /** {@code approval.KIND}, by nobody in particular. */
    static NewEntry byItself(String kind, ApprovalRequest request) {
        return entry(kind, NewEntry.TWOKEYS, request, card(request));
    }

    static NewEntry voted(Vote vote, ApprovalRequest request) {
        return entry("voted", vote.person().value(), request, card(request).set("vote", ballot(vote)));
    }

    /** @param because empty when the person took it back themselves */
    static NewEntry withdrawn(Vote vote, String because, ApprovalRequest request) {
        var data = card(request).put("because", because).set("vote", ballot(vote));
        return entry("withdrawn", because.isEmpty() ? vote.person().value() : NewEntry.TWOKEYS, request, data);
    }

    static NewEntry superseded(String newDigest, ApprovalRequest request) {
        return entry("superseded", NewEntry.TWOKEYS, request, card(request).put("newDigest", newDigest));
    }

    private static NewEntry entry(String kind, String actor, ApprovalRequest request, JsonNode data) {
        return new NewEntry(request.id().value(), request.plan().target().value(), "approval." + kind, actor, data);
    }

    private static ObjectNode card(ApprovalRequest request) {
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("title", request.plan().title())
                .put("operation", operation(request.plan()))
                .put("digest", request.digest())
                .put("state", lower(request.state()))
                .put("mode", lower(request.requirement().mode()))
                .put("keys", request.requirement().keys())
                .put("needed", request.missing())
                .put("requester", request.requester().value())
                .put("reason", request.reason())
                .put("openedAt", request.progress().openedAt().toString())
                .put("expiresAt", request.progress().expiresAt().toString())
                .put("countdownUntil", text(request.progress().countdownUntil()));
        var eligible = data.putArray("eligible");
        request.requirement().eligible().stream().map(PersonId::value).sorted().forEach(eligible::add);
        var votes = data.putArray("votes");
        request.votes().stream().filter(Vote::stands).forEach(vote -> votes.add(ballot(vote)));
        return data;
    }

    private static ObjectNode ballot(Vote vote) {
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("person", vote.person().value())
                .put("decision", lower(vote.decision()))
                .put("platform", vote.ballot().platform())
                .put("user", vote.ballot().userId())
                .put("event", vote.ballot().eventId())
                .put("via", lower(vote.ballot().via()))
                .put("at", vote.at().toString());
        return vote.ballot().reason().isEmpty()
                ? data
                : data.put("reason", vote.ballot().reason());
    }

    private static String operation(Plan plan) {
        return switch (plan) {
            case Plan.Upgrade upgrade -> "upgrade";
            case Plan.Rollback rollback -> "rollback";
            case Plan.UndoRollback undo -> "undo-rollback";
            case Plan.Backup backup -> "backup";
            case Plan.Drill drill -> "drill";
            case Plan.DryRun dryRun -> "dry-run";
            case Plan.Thaw thaw -> "thaw";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
