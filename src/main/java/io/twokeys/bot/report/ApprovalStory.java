package io.twokeys.bot.report;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Requirement;
import io.twokeys.approval.Withdrawing;
import io.twokeys.bot.card.ApprovalCard;
import io.twokeys.bot.card.PlanCard;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.journal.Entry;
import io.twokeys.people.People;
import io.twokeys.people.PersonId;
import io.twokeys.plan.Proposal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps the card of a request true, and says in its thread who turned a key, took it back, denied or stopped. */
@Singleton
public class ApprovalStory implements Story {
    private final Approvals approvals;
    private final ConversationStore conversations;
    private final Outbox outbox;
    private final People people;
    private final InstantSource clock;

    @Inject
    public ApprovalStory(
            Approvals approvals, ConversationStore conversations, Outbox outbox, People people, InstantSource clock) {
        this.approvals = approvals;
        this.conversations = conversations;
        this.outbox = outbox;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public boolean about(Entry entry) {
        return entry.kind().startsWith("approval.");
    }

    @Override
    public void tell(Handle handle, Entry entry) {
        ApprovalRequest request = approvals.find(new RequestId(entry.subject())).orElseThrow();
        for (Conversation here : conversations.of(handle, entry.subject())) {
            outbox.edit(handle, here.card(), card(request, here));
            said(request, entry)
                    .ifPresent(words -> outbox.post(handle, here.inside(), here.key("/" + entry.seq()), words));
        }
    }

    /** The card as it must look now; also used while a countdown runs. */
    public Message card(ApprovalRequest request, Conversation here) {
        Proposal proposal = ProposalJson.parse(here.proposal());
        return switch (request.requirement().mode()) {
            case TWO_KEYS -> new ApprovalCard(people).of(request, proposal, clock.instant());
            case CONFIRMATION -> confirmation(request, proposal);
        };
    }

    private Message confirmation(ApprovalRequest request, Proposal proposal) {
        return switch (request.state()) {
            case PENDING -> PlanCard.confirm(proposal, request.id().value());
            case APPROVED, COUNTDOWN, EXECUTING ->
                PlanCard.answered(proposal, "Started by " + name(request.requester()) + ".");
            case DONE -> PlanCard.answered(proposal, "Done.");
            case FAILED, UNKNOWN -> PlanCard.answered(proposal, "It was not completed; the thread says why.");
            case DENIED, CANCELLED -> PlanCard.answered(proposal, "Cancelled. Nothing was changed.");
            case EXPIRED -> PlanCard.answered(proposal, "Expired: nobody pressed Start in time. Nothing was changed.");
            case SUPERSEDED -> PlanCard.answered(proposal, "The target changed since this plan was made. Plan again.");
        };
    }

    private Optional<Message> said(ApprovalRequest request, Entry entry) {
        if (request.requirement().mode() == Requirement.Mode.CONFIRMATION) return Optional.empty();
        var notice = words(request, entry).map(words -> Message.of(Kind.NOTICE, words));
        String reason = entry.kind().equals("approval.denied") ? new ApprovalCard(people).denial(request) : "";
        return reason.contains(": ") ? notice.map(it -> it.with(Text.of("Denied by " + reason))) : notice;
    }

    private Optional<String> words(ApprovalRequest request, Entry entry) {
        String who = entry.actor().equals("twokeys") ? "Twokeys" : name(new PersonId(entry.actor()));
        String keys = new ApprovalCard(people).keysTurned(request);
        return switch (entry.kind()) {
            case "approval.voted" -> denies(entry) ? Optional.empty() : Optional.of(who + " turned a key. " + keys);
            case "approval.withdrawn" -> Optional.of(withdrawn(entry) + " " + keys);
            case "approval.countdown" -> Optional.of("All keys are turned. It begins when the countdown ends.");
            case "approval.stopped" -> Optional.of(who + " stopped it. Nothing was changed.");
            case "approval.denied" -> Optional.of("Denied by " + who + ". Nothing was changed.");
            case "approval.expired" -> Optional.of("Expired before it began. Nothing was changed.");
            case "approval.executing" -> Optional.of("It begins now. From here on, taking a key back changes nothing.");
            default -> Optional.empty();
        };
    }

    /** What comes of it is told by itself. */
    private static boolean denies(Entry entry) {
        return entry.data().path("vote").path("decision").asText().equals("deny");
    }

    /** A reaction that was found gone was taken back by its person, whoever noticed. */
    private String withdrawn(Entry entry) {
        String who = name(new PersonId(entry.data().path("vote").path("person").asText()));
        String because = entry.data().path("because").asText();
        return because.isEmpty() || because.equals(Withdrawing.REACTION_GONE)
                ? who + " took the key back."
                : who + "'s key does not count any more: " + because + ".";
    }

    private String name(PersonId id) {
        return people.find(id).map(person -> person.name()).orElse(id.value());
    }
}
