package io.twokeys.story;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A log as a thread tells it, page after page. Where a platform could not keep up, a line says how many others it stands for; the
 * rest is letter by letter what the host wrote.
 */
record ToldLog(String text) {
    private static final Pattern FOLDED = Pattern.compile("… ([0-9,]+) lines folded; .*");

    /** What the pages of {@code operation} say now. */
    static ToldLog of(List<Message> thread, String operation) {
        String title = "Log of " + operation + ", page ";
        return new ToldLog(thread.stream()
                .filter(message -> message.title().startsWith(title))
                .sorted(Comparator.comparingInt(
                        message -> Integer.parseInt(message.title().substring(title.length()))))
                .map(Message::body)
                .collect(Collectors.joining()));
    }

    /** The same with every fold opened, by the lines of {@code written} that it stands for. */
    String unfolded(String written) {
        String[] all = written.split("(?<=\n)", -1);
        StringBuilder whole = new StringBuilder();
        int at = 0;
        for (String line : text.split("(?<=\n)", -1)) {
            Matcher fold = FOLDED.matcher(line.stripTrailing());
            int lines = fold.matches() ? Integer.parseInt(fold.group(1).replace(",", "")) : 0;
            for (int i = 0; i < lines && at < all.length; i++) whole.append(all[at++]);
            if (lines > 0) continue;
            whole.append(line);
            at++;
        }
        return whole.toString();
    }
}
