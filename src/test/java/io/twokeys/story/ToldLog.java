package io.twokeys.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.twokeys.tail.Redactor;
import java.nio.charset.StandardCharsets;
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

    /** What {@code where} tells of it, and the attached file, are what the host {@code wrote}, masked, and nothing else. */
    static void isWhole(Channel where, Message plan, String operation, String wrote) {
        String written = new Redactor().redact(wrote);
        Message whole = where.thread(plan).shows("log", "Whole log of " + operation);
        assertThat(new String(where.download(whole, operation + ".log"), StandardCharsets.UTF_8))
                .isEqualTo(written);
        await("the last page as it is in the end").atMost(Channel.PATIENCE).untilAsserted(() -> {
            var told = of(where.thread(plan).all(), operation);
            assertThat(where.keepsUp() ? told.text() : told.unfolded(written)).isEqualTo(written);
        });
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
