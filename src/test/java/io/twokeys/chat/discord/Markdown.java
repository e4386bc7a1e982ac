package io.twokeys.chat.discord;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Discord's markup as the client shows it: fences and marks gone, times and names in their place. */
final class Markdown {
    private static final Pattern FENCE = Pattern.compile("```(?:[a-z]*\n)?(.*?)\n?```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(?<!\\\\)(`+)(.+?)\\1");
    private static final Pattern TIME = Pattern.compile("<t:(-?\\d+)(?::[tTdDfFR])?>");
    private static final Pattern MENTION = Pattern.compile("<@!?(\\d+)>");
    private static final Pattern LINK = Pattern.compile("(?<!\\\\)\\[((?:\\\\.|[^\\]\\\\])*)]\\(<?[^)>]*>?\\)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(\\p{Punct})");
    private static final Pattern MARK = Pattern.compile("(?<!\\\\)(\\*\\*|__|~~|\\|\\||\\*|(?m:^-# |^> |^#{1,3} ))");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private Markdown() {}

    static String read(String text, DiscordWorld world) {
        StringBuilder shown = new StringBuilder();
        Matcher fence = FENCE.matcher(text);
        int from = 0;
        while (fence.find()) {
            shown.append(prose(text.substring(from, fence.start()), world)).append(code(fence.group(1)));
            from = fence.end();
        }
        return shown.append(prose(text.substring(from), world)).toString();
    }

    /** Nobody sees a character without width. */
    private static String code(String text) {
        return text.replace("\u200b", "");
    }

    private static String prose(String text, DiscordWorld world) {
        List<String> kept = new ArrayList<>();
        String shown = CODE.matcher(text).replaceAll(found -> keep(kept, found.group(2)));
        shown = ESCAPED.matcher(shown).replaceAll(found -> keep(kept, found.group(1)));
        shown = TIME.matcher(shown).replaceAll(Markdown::time);
        shown = MENTION.matcher(shown).replaceAll(found -> Matcher.quoteReplacement("@" + name(found, world)));
        shown = LINK.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
        shown = MARK.matcher(shown).replaceAll("");
        for (int i = 0; i < kept.size(); i++) shown = shown.replace(holder(i), kept.get(i));
        return code(shown);
    }

    private static String keep(List<String> kept, String text) {
        kept.add(text);
        return holder(kept.size() - 1);
    }

    /** A place in a private plane, which nothing above touches. */
    private static String holder(int number) {
        return new String(Character.toChars(0xF0000 + number));
    }

    private static String time(MatchResult found) {
        return UTC.format(Instant.ofEpochSecond(Long.parseLong(found.group(1))));
    }

    private static String name(MatchResult found, DiscordWorld world) {
        DiscordWorld.FakeMember member = world.members.get(found.group(1));
        return member == null ? "unknown-user" : member.name;
    }
}
