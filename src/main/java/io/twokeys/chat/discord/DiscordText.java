package io.twokeys.chat.discord;

import io.twokeys.chat.Message.Span;
import io.twokeys.chat.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text in Discord's Markdown. A backslash before a sign of punctuation makes it stand for itself, so foreign text is shown letter
 * by letter: it cannot ping, link, or open a code block. In a code block no escape works; there a run of three backticks is
 * broken by a character without width.
 */
final class DiscordText {
    /** A snowflake. */
    static final Pattern ACCOUNT = Pattern.compile("[0-9]{1,20}");

    private static final Pattern MARKUP = Pattern.compile("[\\\\*_~`|<>\\[\\]()@#&]");
    /** Only at the beginning of a line: a list, a heading in small print. */
    private static final Pattern LINE_MARKUP = Pattern.compile("(?m)^(\\s*)(-|\\+|\\d{1,9}(?=\\.))");

    private static final Pattern ADDRESS =
            Pattern.compile(":(?=//)|(?<=\\b(?:discord|mailto)):", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}&&[^\n\t]]");
    private static final String NO_WIDTH = "\u200b";

    private DiscordText() {}

    static String clean(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("");
    }

    static String escape(String text) {
        String marked = MARKUP.matcher(clean(text)).replaceAll("\\\\$0");
        String linked = ADDRESS.matcher(marked).replaceAll("\\\\:");
        return LINE_MARKUP.matcher(linked).replaceAll(found -> lineMark(found.group(1), found.group(2)));
    }

    /** A digit takes no backslash; what makes a list of it is its point. */
    private static String lineMark(String blank, String mark) {
        boolean number = Character.isDigit(mark.charAt(0));
        return number ? blank + mark + NO_WIDTH : blank + "\\\\" + mark;
    }

    /** @param links the address of the message behind an outbox key */
    static String line(List<Span> spans, Function<String, Optional<String>> links) {
        return spans.stream().map(span -> span(span, links)).collect(Collectors.joining());
    }

    private static String span(Span span, Function<String, Optional<String>> links) {
        return switch (span) {
            case Span.Plain(String text) -> escape(text);
            case Span.Bold(String text) -> bold(text);
            case Span.Code(String text) -> code(text);
            case Span.Moment(Instant at) -> moment(at);
            case Span.Mention(var user, String name) ->
                user.platform() == Platform.DISCORD
                                && ACCOUNT.matcher(user.id()).matches()
                        ? "<@" + user.id() + ">"
                        : "\\@" + escape(name);
            case Span.Jump(String key, String label) ->
                links.apply(key)
                        .map(link -> "[" + escape(label) + "](" + link + ")")
                        .orElse(escape(label));
        };
    }

    static String bold(String text) {
        String whole = escape(text).strip();
        if (whole.isEmpty()) return "";
        String after = Character.isWhitespace(text.charAt(text.length() - 1)) ? " " : "";
        return "**" + whole.replace("\n", "**\n**") + "**" + after;
    }

    static String code(String text) {
        String shown = clean(text).replace('`', '\'').replace('\n', ' ');
        return shown.isBlank() ? "" : "`" + shown + "`";
    }

    /** Shown by every client in its reader's own zone: the date, and the time to the second. */
    static String moment(Instant at) {
        return "<t:" + at.getEpochSecond() + ":d> <t:" + at.getEpochSecond() + ":T>";
    }

    /** A code block. */
    static String fence(String text) {
        return "```\n" + unfenced(text) + "\n```";
    }

    /** With no three backticks in a row. */
    static String unfenced(String text) {
        return clean(text).replace("```", "`" + NO_WIDTH + "`" + NO_WIDTH + "`").replace("``", "`" + NO_WIDTH + "`");
    }

    /** At most {@code max} characters, with a mark where something is missing; for text that is no markup. */
    static String cut(String text, int max) {
        if (text.length() <= max) return text;
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }

    /** The same for markup: no escape, time, mention or link is cut through. */
    static String cutMarkup(String text, int max) {
        return text.length() <= max ? text : text.substring(0, split(text, max - 1)) + "…";
    }

    /** Pieces of at most {@code max} characters, at line ends where there are any. */
    static List<String> pieces(String text, int max) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (rest.length() > max) {
            int at = split(rest, max);
            pieces.add(rest.substring(0, at).stripTrailing());
            rest = rest.substring(at);
        }
        pieces.add(rest);
        return pieces.stream().filter(piece -> !piece.isBlank()).toList();
    }

    private static int split(String text, int max) {
        int line = text.lastIndexOf('\n', max - 1);
        if (line > max / 2) return line + 1;
        int at = max;
        int open = Math.max(text.lastIndexOf('<', at - 1), text.lastIndexOf('[', at - 1));
        if (open > at - 120 && open > 0 && unescaped(text, open)) at = open;
        if (Character.isHighSurrogate(text.charAt(at - 1))) at--;
        while (at > 1 && text.charAt(at - 1) == '\\') at--;
        return at;
    }

    private static boolean unescaped(String text, int at) {
        return at == 0 || text.charAt(at - 1) != '\\';
    }
}
