package io.twokeys.bot.report;

import io.twokeys.bot.card.LogCard;
import io.twokeys.bot.card.Times;
import io.twokeys.chat.Message;
import io.twokeys.chat.Platform;
import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogReader;
import io.twokeys.odoo.log.LogRecord;
import io.twokeys.odoo.log.Progress;
import io.twokeys.operation.Operation;
import io.twokeys.plan.Plan;
import io.twokeys.tail.LogText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A log that is being read: progress so far, and what is remarkable in it. Every byte is read once; what is kept is bounded, however
 * long the log or a record in it. Rebuilt from the kept log after a restart.
 */
final class LiveLog {
    private static final int BATCH = 256 * 1024;
    private static final int REMARKS = 30;
    /** Looks without a new byte after which the last record is taken for whole. */
    private static final int QUIET = 2;

    private final String operation;
    private final Progress progress;
    private final LogReader reader = new LogReader(this::take, LogReader.Kept.LITTLE);
    private final List<Remark> remarks = new ArrayList<>();
    private final Map<Platform, News> told = new EnumMap<>(Platform.class);
    private long more;
    private long at;
    private int quiet;

    LiveLog(Operation operation) {
        this.operation = operation.id().toString();
        progress = new Progress(
                operation.plan().loads().stream().map(Plan.Change::module).toList());
    }

    /** A warning or an error, ready to be said. */
    record Remark(long line, Message card) {}

    /**
     * What there is to say apart from the pages.
     *
     * @param summary how far it is
     * @param remarks the first warnings and errors
     * @param more how many came after those
     */
    record News(String summary, List<Remark> remarks, long more) {
        private static final News NOTHING = new News("", List.of(), 0);
    }

    /** @param over whether nothing will follow */
    synchronized void readOn(LogText text, boolean over) {
        long length = text.length();
        quiet = at < length ? 0 : quiet + 1;
        while (at < length) {
            byte[] bytes = text.read(at, (int) Math.min(BATCH, length - at));
            if (bytes.length == 0) return;
            reader.feed(bytes, 0, bytes.length);
            at += bytes.length;
        }
        if (over) reader.end();
        else if (quiet == QUIET) reader.flush();
    }

    /** What was kept by this very process needs no reading, if it goes on right where we are. */
    synchronized void kept(long from, byte[] text) {
        if (from != at) return;
        reader.feed(text, 0, text.length);
        at += text.length;
        quiet = -1;
    }

    private void take(LogRecord record) {
        progress.accept(record);
        if (!record.level().atLeast(Level.WARNING) || Progress.noise(record)) return;
        if (remarks.size() == REMARKS) more++;
        else remarks.add(new Remark(record.line(), LogCard.remark(operation, record)));
    }

    /** Bytes read so far. */
    synchronized long length() {
        return at;
    }

    synchronized News news() {
        return new News(summary(), List.copyOf(remarks), more);
    }

    /** Whether there is something that was not told on {@code platform} yet, as far as this process knows. */
    synchronized boolean hasNews(Platform platform) {
        return !news().equals(toldOn(platform));
    }

    synchronized News toldOn(Platform platform) {
        return told.getOrDefault(platform, News.NOTHING);
    }

    synchronized void told(Platform platform, News news) {
        told.put(platform, news);
    }

    /** {@code module 2 of 3: sale_custom, post scripts; slowest sale_custom_base 3 s; 1 warning}. */
    synchronized String summary() {
        if (progress.phase() == Progress.Phase.STARTING) return "";
        StringBuilder text = new StringBuilder();
        if (progress.current() > 0) {
            text.append("module ")
                    .append(progress.current())
                    .append(" of ")
                    .append(progress.total())
                    .append(": ");
        }
        if (progress.module() != null) text.append(progress.module()).append(", ");
        text.append(progress.script() == null ? words(progress.phase()) : progress.script());
        var slowest = progress.slowest();
        if (slowest != null) {
            Duration took = Duration.ofMillis(Math.round(slowest.getValue() * 1000));
            text.append("; slowest ").append(slowest.getKey()).append(' ').append(Times.of(took));
        }
        count(text, progress.warningCount(), "warning");
        count(text, progress.errorCount(), "error");
        return text.toString();
    }

    private static void count(StringBuilder text, long number, String what) {
        if (number > 0)
            text.append("; ").append(number).append(' ').append(what).append(number == 1 ? "" : "s");
    }

    private static String words(Progress.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
