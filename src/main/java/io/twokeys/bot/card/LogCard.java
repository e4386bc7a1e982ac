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
import io.twokeys.plan.gate.Sizes;
import io.twokeys.tail.Pages;
import java.util.Locale;

/** Pages of a log, what is remarkable in it, and the whole of it as a file. */
public final class LogCard {
    private static final int LONGEST = 3000;

    private LogCard() {}

    public static Message page(String operation, int number, Pages.Page page) {
        return Message.of(Kind.LOG, "Log of " + operation + ", page " + number, new Preformatted(page.text()));
    }

    /** A warning or an error, with the lines that belong to it; of a very long one its beginning and its end. */
    public static Message remark(String operation, LogRecord record) {
        String what = record.level() == Level.WARNING ? "Warning" : "Error";
        return Message.of(
                Kind.WARNING,
                what + " in " + operation + ", line " + record.line(),
                new Preformatted(shown(lines(record))));
    }

    private static String lines(LogRecord record) {
        StringBuilder text = new StringBuilder(record.text());
        long last = record.line();
        for (LogLine line : record.more()) {
            long missing = line.number() - last - 1;
            if (missing > 0) text.append("\n… ").append(missing).append(" lines here; the log has them");
            text.append('\n').append(line.text());
            last = line.number();
        }
        return text.toString();
    }

    private static String shown(String text) {
        if (text.length() <= LONGEST) return text;
        return text.substring(0, LONGEST / 3)
                + "\n… cut, the log has the rest …\n"
                + text.substring(text.length() - LONGEST * 2 / 3);
    }

    /** What stands for the warnings and errors after those that were shown one by one. */
    public static Message more(String operation, long count) {
        return Message.of(
                Kind.LOG,
                count + (count == 1 ? " more warning or error in " : " more warnings and errors in ") + operation,
                Text.of("The whole log, attached at the end, has them all."));
    }

    /** @param folded lines that the pages left out */
    public static Message whole(Operation operation, long bytes, long lines, long folded) {
        String left = folded == 0 ? "" : String.format(Locale.ROOT, ", %,d of them folded above", folded);
        return Message.of(
                        Kind.LOG,
                        "Whole log of " + operation.id(),
                        Text.of(String.format(
                                Locale.ROOT,
                                "%s, %,d lines%s; secrets and customer data masked.",
                                Sizes.of(bytes),
                                lines,
                                left)))
                .withFiles(new File(operation.id() + ".log", "log:" + operation.id()));
    }
}
