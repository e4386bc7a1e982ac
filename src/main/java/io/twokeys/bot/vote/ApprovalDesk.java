package io.twokeys.bot.vote;

import io.twokeys.approval.Approvals;
import io.twokeys.approval.Refusal;
import io.twokeys.approval.Requirement.Mode;
import io.twokeys.approval.Vote.Ballot;
import io.twokeys.approval.Vote.Decision;
import io.twokeys.approval.Vote.Via;
import io.twokeys.approval.Voting;
import io.twokeys.approval.Withdrawing;
import io.twokeys.bot.card.ApprovalCard;
import io.twokeys.bot.card.Wording;
import io.twokeys.bot.vote.Cards.Card;
import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import io.twokeys.chat.Standing;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Recognition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Votes, however they come: a reaction and a button take the same path. */
@Singleton
public final class ApprovalDesk {
    private static final Set<String> VERBS = Set.of("start", "approve", "deny", "withdraw", "cancel", "stop");
    private static final int LONGEST_REASON = 500;

    private final Approvals approvals;
    private final People people;
    private final Standings standings;
    private final Cards cards;
    private final KeyTurner turner;
    private final Threads threads;

    @Inject
    ApprovalDesk(
            Approvals approvals, People people, Standings standings, Cards cards, KeyTurner turner, Threads threads) {
        this.approvals = approvals;
        this.people = people;
        this.standings = standings;
        this.cards = cards;
        this.turner = turner;
        this.threads = threads;
    }

    /** What a person did to the card of a request. */
    private record Gesture(Card card, ChatUser user, String event, Via via, String reason) {}

    public void added(ReactionAdded reaction) {
        decision(reaction.emoji())
                .ifPresent(decision -> gesture(reaction.message(), reaction.by(), reaction.id())
                        .ifPresent(gesture -> vote(gesture, decision)));
    }

    public void removed(ReactionRemoved reaction) {
        decision(reaction.emoji())
                .ifPresent(decision -> gesture(reaction.message(), reaction.by(), reaction.id())
                        .ifPresent(gesture -> withdraw(gesture, decision)));
    }

    /** What a reaction stands for; empty for all others. */
    private static Optional<Decision> decision(String emoji) {
        return switch (emoji) {
            case ApprovalCard.APPROVE -> Optional.of(Decision.APPROVE);
            case ApprovalCard.DENY -> Optional.of(Decision.DENY);
            default -> Optional.empty();
        };
    }

    /** Reactions vote where keys are turned; one's own plan is started by its button alone. */
    private Optional<Gesture> gesture(MessageRef message, ChatUser by, String event) {
        return cards.of(message)
                .filter(card -> card.mode() == Mode.TWO_KEYS)
                .map(card -> new Gesture(card, by, event, Via.REACTION, ""));
    }

    /** @return false if the button is not one of a request's card */
    public boolean pressed(ButtonPressed press) {
        int colon = press.button().indexOf(':');
        String verb = press.button().substring(0, Math.max(0, colon));
        String request = press.button().substring(colon + 1);
        if (!VERBS.contains(verb)) return false;
        cards.of(press.message())
                .filter(card -> card.request().value().equals(request) && card.carries(verb))
                .ifPresentOrElse(card -> answered(press, verb, card), () -> foreign(press));
        return true;
    }

    private void answered(ButtonPressed press, String verb, Card card) {
        var gesture = new Gesture(card, press.by(), press.id(), Via.BUTTON, reason(press));
        switch (verb) {
            case "start", "approve" -> vote(gesture, Decision.APPROVE);
            case "deny" -> vote(gesture, Decision.DENY);
            case "withdraw" -> withdraw(gesture, Decision.APPROVE);
            case "cancel" -> stop(gesture, true);
            default -> stop(gesture, false);
        }
    }

    private static String reason(ButtonPressed press) {
        String words = press.input()
                .getOrDefault("reason", "")
                .replaceAll("(?U)[\\s\\p{Cntrl}]+", " ")
                .strip();
        return words.length() <= LONGEST_REASON ? words : words.substring(0, LONGEST_REASON) + "…";
    }

    private void foreign(ButtonPressed press) {
        var message = press.message();
        threads.whisper(press.by(), Place.channel(message.platform(), message.channel()), Wording.NOT_ITS_CARD);
    }

    private void vote(Gesture gesture, Decision decision) {
        Optional<Person> person = person(gesture);
        if (person.isEmpty() || !mayVote(gesture, person.get())) return;
        var user = gesture.user();
        var ballot = new Ballot(
                user.platform().key(),
                user.id(),
                gesture.event(),
                gesture.via(),
                gesture.card().digest(),
                gesture.reason());
        switch (approvals.vote(gesture.card().request(), person.get().id(), decision, ballot)) {
            case Voting.Granted(var granted) -> turner.moveOn(granted);
            case Voting.Refused(Refusal refusal) -> refuse(gesture, person.get().name(), refusal.sentence());
            case Voting.Counted counted -> {}
            case Voting.Denied denied -> {}
            case Voting.AlreadyVoted first -> {}
        }
    }

    /** Where only another replica can ask the platform, the event is left to be taken up again, by that one with luck. */
    private boolean mayVote(Gesture gesture, Person person) {
        ChatUser user = gesture.user();
        if (standings.isElsewhere(user.platform()))
            throw new IllegalStateException(user.platform() + " is spoken to by another replica");
        try {
            Standing standing = standings.of(user);
            if (standing != Standing.MEMBER) refuse(gesture, person.name(), Wording.barred(user, standing));
            return standing == Standing.MEMBER;
        } catch (ChatTrouble trouble) {
            refuse(gesture, person.name(), Wording.unasked(user));
            return false;
        }
    }

    private void withdraw(Gesture gesture, Decision decision) {
        Optional<Person> person = person(gesture);
        if (person.isEmpty()) return;
        var outcome = approvals.withdraw(
                gesture.card().request(),
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
    private void stop(Gesture gesture, boolean cancel) {
        person(gesture).ifPresent(person -> {
            var request = gesture.card().request();
            Optional<Refusal> refusal =
                    cancel ? approvals.cancel(request, person.id()) : approvals.stop(request, person.id());
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
        var words = Message.of(Kind.REFUSAL, title, Text.of(sentence));
        threads.say(gesture.card().request(), gesture.user().platform(), "refused/" + gesture.event(), words);
    }
}
