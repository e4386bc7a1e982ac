package io.twokeys.operation;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.twokeys.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Upgrades whose steps leave lines in a file; what else a step does is up to the test. */
final class FileRunbook implements Runbook {
    private final Path log;
    private final List<Step> steps = new ArrayList<>();

    FileRunbook(Path folder) {
        this.log = folder.resolve("log");
    }

    FileRunbook step(String id) {
        return step(id, context -> StepOutcome.done());
    }

    FileRunbook step(String id, Function<StepContext, StepOutcome> work) {
        return step(id, work, context -> {}, false);
    }

    FileRunbook step(
            String id, Function<StepContext, StepOutcome> work, Consumer<StepContext> takeBack, boolean noReturn) {
        steps.add(new FileStep(id, work, takeBack, noReturn));
        return this;
    }

    List<String> lines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public OperationKind kind() {
        return OperationKind.UPGRADE;
    }

    @Override
    public List<Step> steps(Plan plan) {
        return List.copyOf(steps);
    }

    private void line(String text) {
        try {
            Files.writeString(log, text + "\n", CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class FileStep implements Step {
        private final String id;
        private final Function<StepContext, StepOutcome> work;
        private final Consumer<StepContext> takeBack;
        private final boolean noReturn;

        FileStep(String id, Function<StepContext, StepOutcome> work, Consumer<StepContext> takeBack, boolean noReturn) {
            this.id = id;
            this.work = work;
            this.takeBack = takeBack;
            this.noReturn = noReturn;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String title() {
            return "Step " + id;
        }

        @Override
        public boolean pointOfNoReturn() {
            return noReturn;
        }

        @Override
        public StepOutcome run(StepContext context) {
            line("run " + id);
            var outcome = work.apply(context);
            line("end " + id);
            return outcome;
        }

        @Override
        public void undo(StepContext context) {
            line("undo " + id);
            takeBack.accept(context);
        }
    }
}
