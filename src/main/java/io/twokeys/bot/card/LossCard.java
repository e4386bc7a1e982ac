package io.twokeys.bot.card;

import io.twokeys.chat.Message.Checklist;
import io.twokeys.chat.Message.Item;
import io.twokeys.chat.Message.Mark;
import io.twokeys.chat.Message.Part;
import io.twokeys.chat.Message.Text;
import io.twokeys.checkpoint.written.Written;
import java.util.List;

/** What going back would lose, said before anybody votes. */
final class LossCard {
    private static final String TITLE = "What would be lost";

    private LossCard() {}

    static List<Part> of(Written written) {
        return switch (written) {
            case Written.Unreadable(String why) ->
                List.of(new Checklist(TITLE, List.of(new Item(Mark.WARNED, "It cannot be read", why))));
            case Written.Since since
            when since.lines().isEmpty() ->
                List.of(Text.of("Nothing would be lost: none of " + String.join(", ", since.untouched())
                        + " was written since " + since.at() + " UTC."));
            case Written.Since since ->
                List.of(new Checklist(
                        TITLE + ", written since " + since.at() + " UTC",
                        since.lines().stream().map(LossCard::item).toList()));
        };
    }

    private static Item item(Written.Line line) {
        return new Item(Mark.WARNED, line.document(), line.words());
    }
}
