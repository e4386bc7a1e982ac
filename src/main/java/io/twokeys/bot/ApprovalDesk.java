package io.twokeys.bot;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Refusal;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.approval.Voting;
import io.twokeys.approval.Withdrawing;
import io.twokeys.bot.card.ApprovalCard;
import io.twokeys.bot.card.Wording;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Recognition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Votes, however they come: a reaction and a button take the same path. */
@Singleton
final class ApprovalDesk {
    private final Approvals approvals;
    private final People people;
    private final KeyTurner turner;
    private final PlanDesk.Voice voice;

    @Inject
    ApprovalDesk(Approvals approvals, People people, KeyTurner turner, PlanDesk.Voice voice) {
        this.approvals = approvals;
        this.people = people;
        this.turner = turner;
        this.voice = voice;
    }

    /** What a person did to the card of a request. */
    record Gesture(RequestId request, ChatUser user, String event, Via via) {}

    /** What a reaction stands for; empty for all others. */
    static Optional<Decision> decision(String emoji) {
        return switch (emoji) {
            case ApprovalCard.APPROVE -> Optional.of(Decision.APPROVE);
            case ApprovalCard.DENY -> Optional.of(Decision.DENY);
            default -> Optional.empty();
        };
    }

    void vote(Gesture gesture, Decision decision) {
        Optional<Person> person = person(gesture);
        Optional<ApprovalRequest> request = approvals.find(gesture.request());
        if (person.isEmpty() || request.isEmpty()) return;
        var user = gesture.user();
        var ballot = new Ballot(
                user.platform().key(),
                user.id(),
                gesture.event(),
                gesture.via(),
                request.get().digest());
        switch (approvals.vote(gesture.request(), person.get().id(), decision, ballot)) {
            case Voting.Granted(ApprovalRequest granted) -> turner.moveOn(granted);
            case Voting.Refused(Refusal refusal) -> refuse(gesture, person.get().name(), refusal.sentence());
            case Voting.Counted counted -> {}
            case Voting.Denied denied -> {}
            case Voting.AlreadyVoted first -> {}
        }
    }

    void withdraw(Gesture gesture, Decision decision) {
        Optional<Person> person = person(gesture);
        if (person.isEmpty()) return;
        var outcome = approvals.withdraw(
                gesture.request(),
                person.get().id(),
                decision,
                gesture.user().platform().key(),
                gesture.via());
        switch (outcome) {
            case Withdrawing.Withdrawn withdrawn -> {}
            case Withdrawing.TooLate late -> {
                if (gesture.via() == Via.BUTTON)
                    refuse(gesture, person.get().name(), "It is decided or runs already; nothing changes.");
            }
            case Withdrawing.NothingToWithdraw nothing -> {
                if (gesture.via() == Via.BUTTON) refuse(gesture, person.get().name(), "You have no key turned here.");
            }
        }
    }

    /** Stops a countdown, or cancels a request that still waits. */
    void stop(Gesture gesture, boolean cancel) {
        person(gesture).ifPresent(person -> {
            Optional<Refusal> refusal = cancel
                    ? approvals.cancel(gesture.request(), person.id())
                    : approvals.stop(gesture.request(), person.id());
            refusal.ifPresent(why -> say(gesture, person.name() + ": not stopped", why.sentence()));
        });
    }

    private Optional<Person> person(Gesture gesture) {
        var user = gesture.user();
        return switch (people.whoIs(user.platform().key(), user.id())) {
            case Recognition.Known(Person person) -> Optional.of(person);
            case Recognition.Unknown unknown -> {
                refuse(gesture, "This account", Wording.unlinked(user));
                yield Optional.empty();
            }
            case Recognition.Ambiguous ambiguous -> {
                refuse(gesture, "This account", Wording.ambiguous(user));
                yield Optional.empty();
            }
        };
    }

    /** In the thread, for everybody to see: a vote that does not count must not look as if it did. */
    private void refuse(Gesture gesture, String who, String sentence) {
        say(gesture, who + ": this does not count", sentence);
    }

    private void say(Gesture gesture, String title, String sentence) {
        voice.jdbi().useTransaction(handle -> {
            for (var here : voice.conversations().of(handle, gesture.request().value())) {
                if (here.platform() != gesture.user().platform()) continue;
                String key = here.key("/refused/" + gesture.event());
                var words = Message.of(Kind.REFUSAL, title, Text.of(sentence));
                voice.outbox().post(handle, here.inside(), key, words);
            }
        });
        voice.sender().nudge();
    }
}
