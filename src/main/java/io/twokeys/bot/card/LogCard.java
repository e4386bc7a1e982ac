package io.twokeys.bot.card;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.File;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Preformatted;
import io.twokeys.chat.Message.Text;
import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogLine;
import io.twokeys.odoo.log.LogRecord;
import io.twokeys.operation.Operation;
import io.twokeys.plan.Sizes;
import io.twokeys.tail.Pages;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pages of a log, what is remarkable in it, and the whole of it as a file. */
public final class LogCard {
    private static final int LONGEST = 3000;

    private LogCard() {}

    public static Message page(String operation, int number, Pages.Page page) {
        return Message.of(Kind.LOG, "Log of " + operation + ", page " + number, new Preformatted(page.text()));
    }

    /** A warning or an error, with the lines that belong to it. */
    public static Message remark(String operation, LogRecord record) {
        String text = Stream.concat(
                        Stream.of(record.text()), record.more().stream().map(LogLine::text))
                .collect(Collectors.joining("\n"));
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n… cut, the log has the rest";
        String what = record.level() == Level.WARNING ? "Warning" : "Error";
        return Message.of(Kind.WARNING, what + " in " + operation + ", line " + record.line(), new Preformatted(shown));
    }

    public static Message whole(Operation operation, long bytes) {
        return Message.of(
                        Kind.LOG,
                        "Whole log of " + operation.id(),
                        Text.of(Sizes.of(bytes) + ", secrets and customer data masked."))
                .withFiles(new File(operation.id() + ".log", "log:" + operation.id()));
    }
}
