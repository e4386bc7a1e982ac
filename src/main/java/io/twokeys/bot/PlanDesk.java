package io.twokeys.bot;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Opening;
import io.twokeys.approval.Requirement;
import io.twokeys.bot.card.ApprovalCard;
import io.twokeys.bot.card.PlanCard;
import io.twokeys.bot.card.Wording;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.report.ProposalJson;
import io.twokeys.bot.vote.Undoing;
import io.twokeys.bot.vote.VoteSettings;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.checkpoint.CheckpointId;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.odoo.host.Reach;
import io.twokeys.operation.Operation;
import io.twokeys.people.People;
import io.twokeys.people.Role;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Planner;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.dryrun.DryRuns;
import io.twokeys.ssh.HostTrouble;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Makes plans and puts them to the people who must agree. */
@Singleton
final class PlanDesk {
    private final Planner planner;
    private final Reach reach;
    private final Approvals approvals;
    private final People people;
    private final Voice voice;
    private final VoteSettings settings;

    @Inject
    PlanDesk(Planner planner, Reach reach, Approvals approvals, People people, Voice voice, VoteSettings settings) {
        this.planner = planner;
        this.reach = reach;
        this.approvals = approvals;
        this.people = people;
        this.voice = voice;
        this.settings = settings;
    }

    /** What a desk speaks with. */
    record Voice(
            Jdbi jdbi,
            Outbox outbox,
            OutboxSender sender,
            ConversationStore conversations,
            Replies replies,
            InstantSource clock) {}

    void show(Asker asker, Target target, List<String> modules, Optional<String> at) {
        planned(asker, () -> planner.upgrade(reach.host(target.name()), modules, at))
                .ifPresent(proposal -> voice.replies.say(asker, PlanCard.plan(proposal)));
    }

    void upgrade(Asker asker, Target target, List<String> modules, Optional<String> at) {
        planned(asker, () -> planner.upgrade(reach.host(target.name()), modules, at))
                .ifPresent(proposal -> confirm(asker, target, proposal));
    }

    void backup(Asker asker, Target target) {
        planned(asker, () -> planner.backup(reach.host(target.name())))
                .ifPresent(proposal -> confirm(asker, target, proposal));
    }

    void drill(Asker asker, Target target) {
        planned(asker, () -> planner.drill(reach.host(target.name()), Optional.empty()))
                .ifPresent(proposal -> confirm(asker, target, proposal));
    }

    void thaw(Asker asker, Target target) {
        planned(asker, () -> planner.thaw(reach.host(target.name())))
                .ifPresent(proposal -> confirm(asker, target, proposal));
    }

    private void confirm(Asker asker, Target target, Proposal proposal) {
        if (!proposal.mayStart()) {
            voice.replies.say(asker, PlanCard.confirm(proposal, ""));
            return;
        }
        var own = planner.waivedBy(asker.person().id().value(), proposal);
        if (own.isPresent()) {
            voice.replies.refuse(
                    asker,
                    "You waived %s yourself, so somebody else must start this upgrade of %s."
                            .formatted(own.get().id(), target.name()));
            return;
        }
        var requirement = Requirement.ofRequester(asker.person().id());
        ask(
                asker,
                target,
                proposal,
                requirement,
                "",
                request -> PlanCard.confirm(proposal, request.id().value()));
    }

    void rollback(Asker asker, Target target, Optional<CheckpointId> to, String because) {
        withKeys(asker, target, because, () -> planner.rollback(reach.host(target.name()), to));
    }

    /** Asks the approvers, unless they are asked something about the target already. */
    void withKeys(Asker asker, Target target, String because, Supplier<Planned> plan) {
        Optional<ApprovalRequest> waiting = approvals.open(target.name()).stream()
                .filter(request -> request.requirement().mode() == Requirement.Mode.TWO_KEYS)
                .findFirst();
        if (waiting.isPresent()) {
            voice.replies.refuse(
                    asker,
                    waiting.get().id() + " already asks to "
                            + waiting.get().plan().title() + ". Turn a key there, or cancel it first.");
            return;
        }
        planned(asker, plan).ifPresent(proposal -> askForKeys(asker, target, proposal, because));
    }

    private void askForKeys(Asker asker, Target target, Proposal proposal, String because) {
        if (!proposal.mayStart()) {
            voice.replies.say(asker, PlanCard.confirm(proposal, ""));
            return;
        }
        var requirement = Requirement.ofApprovers(
                settings.keys(), people, target.name(), asker.person().id());
        var card = new ApprovalCard(people);
        ask(
                asker,
                target,
                proposal,
                requirement,
                because,
                request -> card.of(request, proposal, voice.clock.instant()));
    }

    /** The proposal, or nothing after the asker was told why there is none. */
    private Optional<Proposal> planned(Asker asker, Supplier<Planned> plan) {
        try {
            return switch (plan.get()) {
                case Planned.Proposed(Proposal proposal) -> Optional.of(proposal);
                case Planned.Refused(String sentence) -> {
                    voice.replies.refuse(asker, sentence);
                    yield Optional.empty();
                }
            };
        } catch (HostTrouble trouble) {
            voice.replies.refuse(asker, trouble.getMessage());
            return Optional.empty();
        }
    }

    /** Request, conversations and cards in one transaction: there is no request without its card. */
    private void ask(
            Asker asker,
            Target target,
            Proposal proposal,
            Requirement requirement,
            String because,
            Function<ApprovalRequest, Message> card) {
        var opening = voice.jdbi.inTransaction(handle -> {
            var result = approvals.open(
                    handle, proposal.plan(), asker.person(), requirement, because, settings.timeToApprove());
            if (result instanceof Opening.Opened(ApprovalRequest request)) {
                for (Conversation here :
                        conversations(asker, target, request.id().value(), proposal)) {
                    post(handle, here, card.apply(request), asker.user());
                }
            }
            return result;
        });
        voice.sender.nudge();
        if (opening instanceof Opening.NotEnoughPeople few) voice.replies.refuse(asker, few.missing());
    }

    /** Who asked hears of it if the card cannot stand there. */
    private void post(Handle handle, Conversation here, Message card, ChatUser asker) {
        voice.conversations.open(handle, here);
        voice.outbox.post(handle, here.root(), here.card(), card, asker);
    }

    /** Where it was asked for, and the target's channels on the other platforms. */
    private static List<Conversation> conversations(Asker asker, Target target, String subject, Proposal proposal) {
        String json = ProposalJson.write(proposal);
        var place = asker.place();
        List<Conversation> all = new ArrayList<>();
        all.add(new Conversation(subject, place.platform(), place.channel(), place.thread(), json));
        target.channels().forEach((key, channel) -> {
            var platform = Platform.valueOf(key.toUpperCase(Locale.ROOT));
            if (platform != place.platform()) all.add(new Conversation(subject, platform, channel, null, json));
        });
        return all;
    }

    /** Asks to try an upgrade on a copy, with the staging twin; the operation is one of the twin. */
    @Singleton
    static final class Trial {
        private final DryRuns dryRuns;
        private final PlanDesk plans;

        @Inject
        Trial(DryRuns dryRuns, PlanDesk plans) {
            this.dryRuns = dryRuns;
            this.plans = plans;
        }

        void dryRun(Asker asker, Target target, List<String> modules, Optional<String> at) {
            plans.planned(asker, () -> dryRuns.plan(target.name(), modules, at))
                    .ifPresent(proposal -> plans.confirm(asker, target, proposal));
        }
    }

    /** Asks for keys to take a rollback back; the operation says on which target. */
    @Singleton
    static final class Undo {
        private final Undoing undoing;
        private final PlanDesk plans;
        private final Fleet fleet;
        private final People people;
        private final Replies replies;

        @Inject
        Undo(Undoing undoing, PlanDesk plans, Fleet fleet, People people, Replies replies) {
            this.undoing = undoing;
            this.plans = plans;
            this.fleet = fleet;
            this.people = people;
            this.replies = replies;
        }

        void undo(Asker asker, String id) {
            Optional<Operation> done = undoing.find(id);
            Optional<Target> target = done.map(Operation::target).flatMap(fleet::find);
            if (done.isEmpty() || target.isEmpty()) {
                replies.refuse(asker, "There is no operation " + id + ". `/odoo history` lists them.");
            } else if (!people.may(
                    asker.person().id(), Role.OPERATOR, target.get().name())) {
                replies.refuse(asker, Wording.noRight(asker.person(), Role.OPERATOR, target.get(), people));
            } else {
                plans.withKeys(asker, target.get(), "", () -> undoing.plan(done.get()));
            }
        }
    }
}
