package io.twokeys.odoo.trace;

import io.twokeys.odoo.log.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Python traceback with its chain of exceptions, first raised first. Has at least one block. */
public record Traceback(List<Block> blocks) {
    private static final String START = "Traceback (most recent call last):";
    private static final String CAUSE = "The above exception was the direct cause of the following exception:";
    private static final String HANDLING = "During handling of the above exception, another exception occurred:";
    private static final Pattern FRAME = Pattern.compile("\\s+File \"([^\"]+)\", line (\\d+)(?:, in (.+))?");
    private static final Pattern EXCEPTION = Pattern.compile("([A-Za-z_][\\w.]*)(?:: ?(.*))?");
    private static final Pattern LAUNCHER = Pattern.compile(".*/odoo(-bin|\\.py)?|.*/__main__\\.py|<string>");

    /** @param function null where Python reports a place in a file, not a call */
    public record Frame(String file, int line, @Nullable String function) {}

    /**
     * One exception of the chain.
     *
     * @param line the line that names it
     * @param type its class as printed, {@code psycopg2.errors.UndefinedColumn}
     * @param message what follows the class, over all its lines
     * @param causeOfNext whether the next block was raised "from" this one
     */
    public record Block(List<Frame> frames, LogLine line, String type, String message, boolean causeOfNext) {
        boolean passes(String function) {
            return frames.stream().anyMatch(frame -> function.equals(frame.function()));
        }
    }

    /** The traceback that {@code lines} hold, the first one with its chain; null if there is none that names an exception. */
    public static @Nullable Traceback in(List<LogLine> lines) {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while (at < lines.size() && !lines.get(at).text().equals(START)) at++;
        while (at < lines.size()) {
            Reading reading = new Reading(lines, at + 1);
            Block block = reading.block();
            if (block == null) break;
            blocks.add(block);
            if (reading.next < 0) break;
            at = reading.next;
        }
        return blocks.isEmpty() ? null : new Traceback(List.copyOf(blocks));
    }

    private static final class Reading {
        private final List<LogLine> lines;
        private final List<Frame> frames = new ArrayList<>();
        private int at;
        private int next = -1;

        Reading(List<LogLine> lines, int at) {
            this.lines = lines;
            this.at = at;
        }

        @Nullable
        Block block() {
            Matcher exception = exception();
            if (exception == null) return null;
            LogLine line = lines.get(at);
            StringBuilder message = new StringBuilder(exception.group(2) == null ? "" : exception.group(2));
            boolean cause = false;
            for (at++; at < lines.size(); at++) {
                String text = lines.get(at).text();
                if (text.equals(START)) {
                    next = at;
                    break;
                }
                if (text.equals(CAUSE)) cause = true;
                else if (!text.equals(HANDLING) && message.length() < 20_000)
                    message.append('\n').append(text);
            }
            return new Block(List.copyOf(frames), line, exception.group(1), message.toString(), cause);
        }

        /** Stands on the line that names the exception then: the first one that is not indented. */
        private @Nullable Matcher exception() {
            for (; at < lines.size(); at++) {
                String text = lines.get(at).text();
                Matcher frame = FRAME.matcher(text);
                if (frame.matches()) {
                    frames.add(new Frame(frame.group(1), Integer.parseInt(frame.group(2)), frame.group(3)));
                } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(0)) && !StrayLine.byOthers(text)) {
                    Matcher exception = EXCEPTION.matcher(text);
                    if (exception.matches()) return exception;
                }
            }
            return null;
        }
    }

    public Block last() {
        return blocks.getLast();
    }

    /**
     * The block to blame: up from the last one over "direct cause" only. What was raised while another exception was
     * handled stands for itself, with two exceptions: resetting the module states is what Odoo does after a failure, and
     * Odoo 14's ParseError wraps without saying so.
     */
    public Block root() {
        int i = blocks.size() - 1;
        while (i > 0 && (blocks.get(i - 1).causeOfNext() || wraps(blocks.get(i)))) i--;
        return blocks.get(i);
    }

    private static boolean wraps(Block block) {
        return block.passes("reset_modules_state")
                || (block.type().endsWith("convert.ParseError")
                        && block.message().contains(", near"));
    }

    /** Whether {@code function} was running, by any of the blocks. */
    public boolean passes(String function) {
        return blocks.stream().anyMatch(block -> block.passes(function));
    }

    /** Whether the interpreter printed it at its end, not the logger: its calls start at the program itself. */
    public boolean byInterpreter() {
        List<Frame> frames = last().frames();
        return !frames.isEmpty()
                && "<module>".equals(frames.getFirst().function())
                && LAUNCHER.matcher(frames.getFirst().file()).matches();
    }

    /** All messages from the root to the last wrapper. */
    public String told() {
        StringBuilder told = new StringBuilder();
        for (Block block : blocks.subList(blocks.indexOf(root()), blocks.size())) {
            told.append(block.type()).append(": ").append(block.message()).append('\n');
        }
        return told.toString();
    }
}
