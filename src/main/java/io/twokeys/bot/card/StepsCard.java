package io.twokeys.bot.card;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Button;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Style;
import io.twokeys.operation.Operation;
import io.twokeys.operation.Operation.StepRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The live checklist of a runbook. */
public final class StepsCard {
    private StepsCard() {}

    /** @param progress what the running job says of itself; empty if nothing */
    public static Message of(Operation operation, List<StepRun> runs, String progress) {
        Map<String, StepRun> byTitle = new HashMap<>();
        runs.forEach(run -> byTitle.put(run.title(), run));
        List<Item> items = new ArrayList<>();
        for (String title : operation.plan().steps()) items.add(item(title, byTitle.get(title), operation, progress));
        var card = Message.of(
                Kind.PROGRESS,
                operation.id() + ": " + operation.plan().title() + ", " + state(operation),
                new Checklist("Steps", items));
        boolean cancellable =
                !operation.state().isFinal() && !operation.progress().committed();
        return cancellable
                ? card.withButtons(new Button(
                        "cancel-operation:" + operation.id(),
                        "Cancel",
                        Style.DANGER,
                        true,
                        "Stop " + operation.id() + " and undo its steps?"))
                : card;
    }

    private static Item item(
            String title, @org.jspecify.annotations.Nullable StepRun run, Operation operation, String progress) {
        if (run == null) {
            return new Item(operation.state().isFinal() ? Mark.SKIPPED : Mark.WAITING, title, "");
        }
        String time = run.duration().map(Times::of).orElse("");
        return switch (run.state()) {
            case RUNNING -> new Item(Mark.RUNNING, title, run.id().equals("upgrade") ? progress : "");
            case DONE ->
                new Item(
                        Mark.DONE,
                        title,
                        noted(time, run.result().path("remark").asText()));
            case FAILED -> new Item(Mark.FAILED, title, run.why());
            case UNKNOWN -> new Item(Mark.RUNNING, title, "not known, asking the host again: " + run.why());
            case UNDONE -> new Item(Mark.SKIPPED, title, "undone");
        };
    }

    private static String noted(String time, String remark) {
        return remark.isEmpty() ? time : time + "; " + remark;
    }

    private static String state(Operation operation) {
        return operation.state().name().toLowerCase(Locale.ROOT);
    }
}
