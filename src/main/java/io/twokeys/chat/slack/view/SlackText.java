package io.twokeys.chat.slack.view;

import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Platform;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text in Slack's mrkdwn. Only {@code & < >} mean something to Slack's parser, so with those escaped nothing foreign can ping
 * ({@code <!channel>}) or link; cuts never go through an entity or a link.
 */
public final class SlackText {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    /** How a time is written in each reader's zone. */
    static final String MOMENT = "{date_short_pretty} {time_secs}";

    private static final String ACCOUNT = "[UW][A-Z0-9]{1,20}";
    private static final Pattern PERSON = Pattern.compile("<@" + ACCOUNT + "\\|([^>]*)>");
    private static final Pattern CHANNEL = Pattern.compile("<#[A-Z0-9]+\\|([^>]*)>");
    private static final Pattern LINK = Pattern.compile("<(?:https?://|mailto:)[^>|]*\\|([^>]*)>");
    private static final Pattern BARE_LINK = Pattern.compile("<((?:https?://|mailto:)[^>|]*)>");

    private SlackText() {}

    public static String escape(String text) {
        return text.replace("\u0000", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** What a person typed, as they typed it: entities and auto-links undone, {@code <@U1|ann>} kept as {@code @ann}. */
    public static String typed(String text) {
        String plain = text;
        if (text.indexOf('<') >= 0) {
            plain = PERSON.matcher(plain).replaceAll("@$1");
            plain = CHANNEL.matcher(plain).replaceAll("#$1");
            plain = LINK.matcher(plain).replaceAll("$1");
            plain = BARE_LINK.matcher(plain).replaceAll("$1");
        }
        return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    /** @param links the address of the message behind an outbox key */
    static String line(List<Span> spans, Function<String, Optional<String>> links) {
        return spans.stream().map(span -> span(span, links)).collect(Collectors.joining());
    }

    private static String span(Span span, Function<String, Optional<String>> links) {
        return switch (span) {
            case Span.Plain(String text) -> escape(text);
            case Span.Bold(String text) -> bold(text);
            case Span.Code(String text) -> "`" + escape(text.replace('`', '\'').replace('\n', ' ')) + "`";
            case Span.Moment(Instant at) -> moment(at);
            case Span.Mention(var user, String name) ->
                user.platform() == Platform.SLACK && isAccount(user.id()) ? "<@" + user.id() + ">" : "@" + escape(name);
            case Span.Jump(String key, String label) ->
                links.apply(key)
                        .map(link -> "<" + link + "|" + escape(label).replace('|', '/') + ">")
                        .orElse(escape(label));
        };
    }

    static String bold(String text) {
        String whole = escape(text.replace('*', '∗')).strip();
        String after = text.isEmpty() || !Character.isWhitespace(text.charAt(text.length() - 1)) ? "" : " ";
        return whole.isEmpty() ? "" : "*" + whole.replace("\n", "*\n*") + "*" + after;
    }

    private static String moment(Instant at) {
        return "<!date^" + at.getEpochSecond() + "^" + MOMENT + "|" + utc(at) + ">";
    }

    static String utc(Instant at) {
        return UTC.format(at);
    }

    static boolean isAccount(String id) {
        return id.matches(ACCOUNT);
    }

    /** Whether it holds what mrkdwn takes for a format: two stars, underscores, tildes or backticks. */
    static boolean formatsItself(String text) {
        return "*_~`"
                .chars()
                .anyMatch(mark -> text.chars().filter(c -> c == mark).count() > 1);
    }

    /** At most {@code max} characters, with a mark where something is missing. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        String mark = " … [" + (text.length() - max) + "+ characters cut]";
        return text.substring(0, split(text, Math.max(1, max - mark.length() - 2))) + mark;
    }

    /** Where to split so that the first part has at most {@code max} characters and no entity or link is broken. */
    private static int split(String text, int max) {
        int lineEnd = 0;
        int blank = 0;
        int anywhere = 0;
        char inside = 0;
        for (int at = 0; at < max; at++) {
            char c = text.charAt(at);
            inside = within(inside, c);
            if (inside == 0 && !Character.isHighSurrogate(c)) {
                anywhere = at + 1;
                if (c == '\n') lineEnd = at + 1;
                if (c == ' ') blank = at + 1;
            }
        }
        int best = lineEnd > max / 2 ? lineEnd : blank > max / 2 ? blank : anywhere;
        return best == 0 ? max : best;
    }

    /** What the text is inside of after {@code c}: a link, an entity, or nothing. */
    private static char within(char before, char c) {
        return switch (before) {
            case '<' -> c == '>' || c == '\n' ? 0 : before;
            case '&' -> c == ';' || Character.isWhitespace(c) ? 0 : before;
            default -> c == '<' || c == '&' ? c : 0;
        };
    }

    /** For text that is no markup. */
    static String cutPlain(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
