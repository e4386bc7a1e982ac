package io.twokeys.bot;

import io.twokeys.bot.card.Wording;
import io.twokeys.bot.vote.ApprovalDesk;
import io.twokeys.bot.window.MaintenanceDesk;
import io.twokeys.chat.ChatEvent;
import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.CommandIssued;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Place;
import io.twokeys.fleet.Fleet;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Recognition;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Where everything that people do arrives, and which desk it goes to. */
@Singleton
public final class Bot {
    private final Desks desks;
    private final Buttons buttons;
    private final Fleet fleet;
    private final People people;
    private final Replies replies;

    @Inject
    Bot(Desks desks, Buttons buttons, Fleet fleet, People people, Replies replies) {
        this.desks = desks;
        this.fleet = fleet;
        this.people = people;
        this.buttons = buttons;
        this.replies = replies;
    }

    /** One desk per concern. */
    record Desks(
            CommandDesk commands,
            PlanDesk plans,
            OperationDesk operations,
            ApprovalDesk approvals,
            MaintenanceDesk windows,
            CommentDesk comments,
            HomeDesk home) {}

    /** Handles one event. Doing so twice does no harm. */
    public void handle(ChatEvent event) {
        switch (event) {
            case CommandIssued command ->
                asker(command.by(), command.place(), command.id())
                        .ifPresent(asker -> desks.commands.command(asker, command.text(), replies));
            case ButtonPressed press -> pressed(press);
            case ReactionAdded reaction -> desks.approvals.added(reaction);
            case ReactionRemoved reaction -> desks.approvals.removed(reaction);
            case ChatEvent.Commented comment -> desks.comments.carry(comment);
            case ChatEvent.HomeOpened home -> desks.home.draw(home.by());
        }
    }

    private void pressed(ButtonPressed press) {
        if (desks.approvals.pressed(press)) return;
        int colon = press.button().indexOf(':');
        askedByButton(
                press,
                press.button().substring(0, Math.max(0, colon)),
                press.button().substring(colon + 1));
    }

    private void askedByButton(ButtonPressed press, String verb, String argument) {
        var place = Place.channel(press.message().platform(), press.message().channel());
        if (!buttons.areOn(press, verb, argument)) {
            replies.refuse(press.by(), place, Wording.NOT_ITS_CARD);
            return;
        }
        asker(press.by(), place, press.id()).ifPresent(asker -> {
            switch (verb) {
                case "window-start", "window-extend", "window-end", "window-cancel" ->
                    replies.answer(asker, desks.windows.pressed(asker.ask(), press.button()));
                case "rollback" -> rollback(asker, argument, press);
                case "diagnose" -> desks.commands.command(asker, "diagnose " + argument, replies);
                case "resolve" -> desks.operations.resolve(asker, Optional.of(argument), "");
                default -> desks.operations.cancel(asker, argument);
            }
        });
    }

    private void rollback(Asker asker, String targetName, ButtonPressed press) {
        var target = fleet.find(targetName);
        if (target.isEmpty()) {
            replies.refuse(asker, Wording.noTarget(targetName, fleet.targets()));
        } else if (!people.may(asker.person().id(), Role.OPERATOR, target.get().name())) {
            replies.refuse(asker, Wording.noRight(asker.person(), Role.OPERATOR, target.get(), people));
        } else {
            String reason = press.input().getOrDefault("reason", "").replaceAll("(?U)[\\s\\p{Cntrl}]+", " ");
            desks.plans.rollback(asker, target.get(), Optional.empty(), reason.strip());
        }
    }

    private Optional<Asker> asker(ChatUser user, Place place, String event) {
        return switch (people.whoIs(user.platform().key(), user.id())) {
            case Recognition.Known(Person person) -> Optional.of(new Asker(person, user, place, event));
            case Recognition.Unknown unknown -> {
                replies.refuse(user, place, Wording.unlinked(user));
                yield Optional.empty();
            }
            case Recognition.Ambiguous ambiguous -> {
                replies.refuse(user, place, Wording.ambiguous(user));
                yield Optional.empty();
            }
        };
    }
}
