package io.twokeys.bot.card;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Message.Text;
import io.twokeys.fleet.Target;
import io.twokeys.incident.Incident;
import io.twokeys.operation.Operation;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one person should see first. */
public final class HomeCard {
    private final People people;

    public HomeCard(People people) {
        this.people = people;
    }

    /** @param card the outbox key of the card where this person looks; empty if it is on other platforms only */
    public record Waiting(ApprovalRequest request, Optional<String> card) {}

    /** What is known of a target without asking its host. */
    public record State(
            Target target,
            Optional<Operation> running,
            Optional<String> holder,
            Optional<String> halfUpgradedBy,
            List<Incident> incidents) {}

    /** For an account that belongs to nobody. */
    public static Message nobody(String sentence) {
        return Message.of(Kind.STATUS, "Twokeys", Text.of(sentence));
    }

    public Message of(Person person, List<Waiting> waiting, List<State> targets) {
        List<Part> parts = new ArrayList<>();
        parts.add(Text.of(new Span.Bold("Waiting for your key")));
        if (waiting.isEmpty()) parts.add(Text.of("Nothing."));
        waiting.forEach(it -> parts.add(waiting(it)));
        if (targets.isEmpty()) parts.add(Text.of(Wording.noRole(person)));
        targets.forEach(state -> parts.add(new Checklist(state.target().name().value(), items(state))));
        return new Message(Kind.STATUS, "Twokeys for " + person.name(), parts, List.of(), List.of(), List.of());
    }

    private Text waiting(Waiting it) {
        var request = it.request();
        String what = request.id() + ": " + request.plan().title();
        String keys = " " + new ApprovalCard(people).keysTurned(request) + " ";
        return it.card()
                .map(card -> Text.of(new Span.Bold(what), keys, new Span.Jump(card, "Open the card")))
                .orElseGet(() -> Text.of(new Span.Bold(what), keys, "Its card is not on this platform."));
    }

    private static List<Item> items(State state) {
        List<Item> items = new ArrayList<>();
        items.add(Answers.work(state.running(), state.holder()));
        state.halfUpgradedBy().ifPresent(id -> items.add(new Item(Mark.FAILED, "Database", "half-upgraded by " + id)));
        state.incidents()
                .forEach(incident -> items.add(new Item(
                        incident.status() == Incident.Status.OPEN ? Mark.FAILED : Mark.WARNED,
                        incident.id().value(),
                        incident.title() + ", " + incident.status().words())));
        return items;
    }
}
