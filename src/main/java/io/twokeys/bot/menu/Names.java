package io.twokeys.bot.menu;

import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Menu.Typing;
import io.twokeys.checkpoint.Checkpoints;
import io.twokeys.command.Completion.Candidates;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.fleet.TargetName;
import io.twokeys.operation.Operations;
import io.twokeys.people.People;
import io.twokeys.people.Recognition;
import io.twokeys.people.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The names that exist where somebody types, as far as that person may see them. Whoever is not known sees none. */
@Singleton
public final class Names {
    /** More would never be shown; the newest are what people mean. */
    private static final int NEWEST = 50;

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final People people;
    private final ModuleIndex modules;
    private final Checkpoints checkpoints;
    private final Operations operations;
    private final InstantSource clock;
    private final Map<String, Remembered> memory = new ConcurrentHashMap<>();

    @Inject
    public Names(
            Fleet fleet,
            People people,
            ModuleIndex modules,
            Checkpoints checkpoints,
            Operations operations,
            InstantSource clock) {
        this.fleet = fleet;
        this.people = people;
        this.modules = modules;
        this.checkpoints = checkpoints;
        this.operations = operations;
        this.clock = clock;
    }

    private record Remembered(List<String> names, Instant at) {}

    /** Of the target that is named, or that the channel is bound to, or of all. */
    Candidates around(Typing typing) {
        List<Target> seen = visible(typing.by());
        List<Target> meant = meant(typing, seen);
        return new Around(seen, meant);
    }

    private List<Target> visible(ChatUser user) {
        if (!(people.whoIs(user.platform().key(), user.id()) instanceof Recognition.Known(var person)))
            return List.of();
        return fleet.targets().stream()
                .filter(target -> person.may(Role.VIEWER, target.name()))
                .toList();
    }

    private List<Target> meant(Typing typing, List<Target> seen) {
        String named = typing.others().getOrDefault("on", "").strip();
        List<Target> here =
                fleet.byChannel(typing.place().platform().key(), typing.place().channel());
        if (!named.isEmpty()) {
            return seen.stream()
                    .filter(target -> target.name().value().equals(named))
                    .toList();
        }
        return here.size() == 1 ? seen.stream().filter(here::contains).toList() : seen;
    }

    private final class Around implements Candidates {
        private final List<Target> seen;
        private final List<Target> meant;

        Around(List<Target> seen, List<Target> meant) {
            this.seen = seen;
            this.meant = meant;
        }

        @Override
        public List<String> targets() {
            return seen.stream().map(target -> target.name().value()).toList();
        }

        @Override
        public List<String> modules() {
            return meant.stream()
                    .flatMap(target -> modules.of(target.name()).stream())
                    .distinct()
                    .toList();
        }

        @Override
        public List<String> operations() {
            return meant.stream()
                    .flatMap(target ->
                            remembered("operations of " + target.name(), () -> operationsOf(target.name())).stream())
                    .toList();
        }

        @Override
        public List<String> checkpoints() {
            return meant.stream()
                    .flatMap(target ->
                            remembered("checkpoints of " + target.name(), () -> checkpointsOf(target.name())).stream())
                    .toList();
        }
    }

    private List<String> operationsOf(TargetName target) {
        return operations.history(target, NEWEST).stream()
                .map(operation -> operation.id().toString())
                .toList();
    }

    private List<String> checkpointsOf(TargetName target) {
        return checkpoints.of(target).stream()
                .map(checkpoint -> checkpoint.id().value())
                .limit(NEWEST)
                .toList();
    }

    /** Read anew every two seconds at most; when the database takes its time, what was known before. */
    private List<String> remembered(String what, Supplier<List<String>> read) {
        Remembered before = memory.get(what);
        if (before != null && clock.instant().isBefore(before.at().plus(FRESH))) return before.names();
        List<String> known = before == null ? List.of() : before.names();
        var reading = new CompletableFuture<List<String>>();
        Thread.startVirtualThread(() -> {
            try {
                List<String> names = read.get();
                memory.put(what, new Remembered(names, clock.instant()));
                reading.complete(names);
            } catch (RuntimeException unreadable) {
                reading.complete(known);
            }
        });
        return Objects.requireNonNull(reading.completeOnTimeout(known, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join());
    }
}
