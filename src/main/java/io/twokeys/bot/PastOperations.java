package io.twokeys.bot;

import io.twokeys.bot.card.Times;
import io.twokeys.bot.dryrun.Trials;
import io.twokeys.bot.vote.VoteSettings;
import io.twokeys.bot.window.WindowSettings;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.TargetName;
import io.twokeys.maintenance.Window;
import io.twokeys.operation.Operation;
import io.twokeys.operation.OperationKind;
import io.twokeys.operation.OperationState;
import io.twokeys.operation.Operations;
import io.twokeys.operation.TargetLock;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.Role;
import io.twokeys.plan.Plan;
import io.twokeys.plan.gate.History;
import io.twokeys.waiver.Waivers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What planners must know of the past, read from the operations. */
@Singleton
class PastOperations implements History {
    private static final int LOOKED_AT = 50;
    private static final int COMPARED = 10;
    private static final Set<String> HARMLESS = Set.of("unchanged", "upgraded");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Operations operations;
    private final Books books;
    private final WindowSettings settings;
    private final InstantSource clock;
    private final Fleet fleet;
    private final KeyHolders holders;

    @Inject
    PastOperations(Books books, WindowSettings settings, InstantSource clock, Fleet fleet, KeyHolders holders) {
        this.operations = books.operations();
        this.books = books;
        this.settings = settings;
        this.clock = clock;
        this.fleet = fleet;
        this.holders = holders;
    }

    /** Where the past is kept. */
    record Books(
            Operations operations, Checkpoints checkpoints, io.twokeys.maintenance.Windows windows, Waivers waivers) {}

    /** Who may turn keys, and how many it takes. */
    record KeyHolders(People people, VoteSettings votes) {}

    @Override
    public Optional<String> holder(TargetName target) {
        return operations.lock(target).map(this::sentence);
    }

    /** {@code prod is busy: UP-41 (upgrade sale_custom, by maria) since 10:02 UTC, about 4 min left. Follow its thread, …}. */
    private String sentence(TargetLock lock) {
        String what = lock.operation() == null
                ? "locked by " + lock.holder() + " (" + lock.reason() + ")"
                : "busy: " + lock.operation() + " (" + lock.reason() + ", by " + lock.holder() + ")";
        String next = lock.operation() == null
                ? ". `/odoo unlock` removes the lock"
                : ". Follow its thread, or `/odoo cancel " + lock.operation() + "`";
        return lock.target() + " is " + what + " since " + CLOCK.format(lock.since()) + left(lock.eta()) + next;
    }

    private String left(@org.jspecify.annotations.Nullable Instant eta) {
        if (eta == null) return "";
        Duration left = Duration.between(clock.instant(), eta);
        return left.isNegative() ? ", longer than usual" : ", about " + Times.of(left) + " left";
    }

    @Override
    public Optional<String> running(TargetName target) {
        return operations
                .lock(target)
                .flatMap(lock -> Optional.ofNullable(lock.operation()))
                .map(Object::toString);
    }

    @Override
    public Optional<String> halfUpgradedBy(TargetName target) {
        return halfUpgraded(target, "");
    }

    @Override
    public Optional<String> halfUpgradedBefore(TargetName target, String operation) {
        return halfUpgraded(target, operation);
    }

    /** @param before what this operation and those since did does not count; empty if all counts */
    private Optional<String> halfUpgraded(TargetName target, String before) {
        String undone = before;
        for (Operation operation : operations.history(target, LOOKED_AT)) {
            String id = operation.id().toString();
            if (!undone.isEmpty()) {
                if (id.equals(undone)) undone = "";
            } else if (operation.plan() instanceof Plan.UndoRollback undo && swapped(operation)) {
                undone = undo.undone();
            } else if (leftItWhole(operation)) {
                return Optional.empty();
            } else if (operation.kind() == OperationKind.UPGRADE && leftItHalf(operation)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> undoneLast(TargetName target) {
        return operations.history(target, LOOKED_AT).stream()
                .filter(operation -> operation.kind() == OperationKind.UPGRADE
                        ? operation.progress().committed()
                        : swapped(operation))
                .findFirst()
                .filter(last -> last.kind() == OperationKind.UNDO_ROLLBACK)
                .map(last -> last.id().toString());
    }

    private boolean leftItWhole(Operation operation) {
        return switch (operation.kind()) {
            case UPGRADE -> operation.state() == OperationState.SUCCEEDED;
            case ROLLBACK -> swapped(operation);
            case UNDO_ROLLBACK, BACKUP, CHECK, DRILL, DRY_RUN, THAW -> false;
        };
    }

    /** Whether another database went live, whatever became of the operation after that. */
    private boolean swapped(Operation operation) {
        return switch (operation.kind()) {
            case ROLLBACK, UNDO_ROLLBACK ->
                operations.steps(operation.id()).stream()
                        .anyMatch(step -> step.id().equals("swap") && step.state() == Operation.StepState.DONE);
            case UPGRADE, BACKUP, CHECK, DRILL, DRY_RUN, THAW -> false;
        };
    }

    /** An upgrade that ran and was not judged counts as half: what cannot be verified is a no. */
    private boolean leftItHalf(Operation operation) {
        if (!operation.state().isFinal() || !operation.progress().committed()) return false;
        return operations.steps(operation.id()).stream()
                .filter(step -> step.id().equals("judge"))
                .map(step -> step.result().path("diagnosis").path("database").asText())
                .noneMatch(HARMLESS::contains);
    }

    @Override
    public List<Duration> durations(TargetName target, String kind) {
        return operations.history(target, LOOKED_AT).stream()
                .filter(operation -> operation.state() == OperationState.SUCCEEDED)
                .filter(operation -> operation.kind().name().equalsIgnoreCase(kind))
                .limit(COMPARED)
                .map(operation -> Duration.between(
                        operation.times().started() == null
                                ? operation.times().created()
                                : operation.times().started(),
                        operation.times().ended() == null
                                ? clock.instant()
                                : operation.times().ended()))
                .toList();
    }

    @Override
    public Proofs proofs(TargetName target) {
        return new Proofs(
                books.checkpoints().newest(target).map(one -> new Proof(one.id().value(), one.takenAt())),
                books.operations().lastSuccess(target, OperationKind.DRILL).map(at -> new Proof("a drill", at)));
    }

    @Override
    public Optional<Rehearsal> rehearsal(TargetName target, Change change) {
        return fleet.find(target)
                .map(one -> one.settings().stagingTwin())
                .flatMap(twin -> new Trials(operations).last(target, twin, change));
    }

    @Override
    public Keys keys(TargetName target) {
        return new Keys(
                holders.votes().keys(),
                holders.people().with(Role.APPROVER, target).stream()
                        .map(Person::name)
                        .toList());
    }

    @Override
    public Optional<Waiver> waiver(TargetName target, String gate) {
        return books.waivers().of(target, gate).map(one -> new Waiver(one.by().value(), one.until(), one.reason()));
    }

    @Override
    public Windows windows(TargetName target) {
        List<Window> ahead = books.windows().ahead(target);
        return new Windows(
                settings.zone(),
                ahead.stream()
                        .filter(Window::active)
                        .map(window -> window.id().value())
                        .findFirst(),
                ahead.stream()
                        .filter(window -> !window.active())
                        .map(Window::start)
                        .findFirst());
    }
}
