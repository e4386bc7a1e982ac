package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Mark;
import java.util.Optional;

/** Steps as a {@code plan} with a {@code task_card} each. The Java model has neither, so they are written as JSON. */
final class PlanBlock {
    /** A task's fields hold about 256 characters. */
    private static final int TASK = 250;

    private static final int TITLE = 150;
    private static final int TASKS = 50;

    private PlanBlock() {}

    /** Empty where there are no steps, or more than a plan is sure to hold. */
    static Optional<ObjectNode> of(Checklist list) {
        if (list.items().isEmpty() || list.items().size() > TASKS) return Optional.empty();
        String title = list.title().isBlank() ? "Steps" : list.title();
        ObjectNode plan = Blocks.block("plan").put("title", SlackText.cutPlain(title, TITLE));
        ArrayNode tasks = plan.putArray("tasks");
        for (Item item : list.items()) {
            tasks.add(Blocks.block("task_card")
                    .put("task_id", "step-" + (tasks.size() + 1))
                    .put("title", SlackText.cutPlain(sign(item.mark()) + withNote(item), TASK))
                    .put("status", status(item.mark())));
        }
        return Optional.of(plan);
    }

    static int length(Checklist list) {
        return list.title().length()
                + list.items().stream()
                        .mapToInt(item -> withNote(item).length() + 2)
                        .sum();
    }

    static String withNote(Item item) {
        return item.note().isEmpty() ? item.text() : item.text() + " (" + item.note() + ")";
    }

    /** What the four statuses cannot tell. */
    private static String sign(Mark mark) {
        return switch (mark) {
            case WARNED, SKIPPED -> mark.sign() + " ";
            case WAITING, RUNNING, DONE, FAILED -> "";
        };
    }

    private static String status(Mark mark) {
        return switch (mark) {
            case WAITING, SKIPPED -> "pending";
            case RUNNING -> "in_progress";
            case DONE, WARNED -> "complete";
            case FAILED -> "error";
        };
    }
}
