package io.twokeys.bot.report;

import io.twokeys.bot.card.Times;
import io.twokeys.odoo.log.Level;
import io.twokeys.odoo.log.LogReader;
import io.twokeys.odoo.log.LogRecord;
import io.twokeys.odoo.log.Progress;
import io.twokeys.plan.Plan;
import io.twokeys.tail.LogText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A log that is being read: progress so far, and what is remarkable in it. Rebuilt from the kept log after a restart. */
final class LiveLog {
    private static final int BATCH = 256 * 1024;
    private static final int REMARKS = 30;

    private final Progress progress;
    private final LogReader reader = new LogReader(this::take);
    private final List<LogRecord> remarks = new ArrayList<>();
    private long at;

    LiveLog(Plan plan) {
        progress = new Progress(
                plan instanceof Plan.Upgrade upgrade
                        ? upgrade.changes().stream().map(Plan.Change::module).toList()
                        : List.of());
    }

    /** @param over whether nothing will follow */
    synchronized void readOn(LogText text, boolean over) {
        long length = text.length();
        while (at < length) {
            byte[] bytes = text.read(at, (int) Math.min(BATCH, length - at));
            if (bytes.length == 0) return;
            reader.feed(bytes, 0, bytes.length);
            at += bytes.length;
        }
        if (over) reader.flush();
    }

    private void take(LogRecord record) {
        progress.accept(record);
        boolean remarkable = record.level().atLeast(Level.WARNING) && !Progress.noise(record);
        if (remarkable && remarks.size() < REMARKS) remarks.add(record);
    }

    /** The first warnings and errors. */
    synchronized List<LogRecord> remarkable() {
        return List.copyOf(remarks);
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
