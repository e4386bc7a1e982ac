package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person reads in blocks and in mrkdwn (docs.slack.dev/messaging/formatting-message-text). */
final class Reading {
    private static final Pattern CODE = Pattern.compile("```(.+?)```|`([^`\n]+)`", Pattern.DOTALL);
    private static final Pattern SPECIAL = Pattern.compile("<([^<>\n]+)>");

    private Reading() {}

    static String of(JsonNode blocks) {
        List<String> lines = new ArrayList<>();
        for (JsonNode block : blocks) {
            String text = block(block);
            if (!text.isBlank()) lines.add(text);
        }
        return String.join("\n", lines);
    }

    private static String block(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "header" -> text(block.path("text"));
            case "section" -> joined(block.path("text"), block.path("fields"));
            case "context" ->
                joined(com.fasterxml.jackson.databind.node.MissingNode.getInstance(), block.path("elements"));
            case "rich_text" -> rich(block.path("elements"));
            case "plan" -> plan(block);
            case "input" -> text(block.path("label"));
            default -> "";
        };
    }

    private static String joined(JsonNode first, JsonNode more) {
        List<String> texts = new ArrayList<>();
        if (!first.isMissingNode()) texts.add(text(first));
        more.forEach(one -> texts.add(text(one)));
        return String.join("\n", texts);
    }

    private static String text(JsonNode text) {
        String raw = text.path("text").asText();
        return text.path("type").asText().equals("mrkdwn") ? markup(raw) : raw;
    }

    private static String plan(JsonNode plan) {
        List<String> lines = new ArrayList<>(List.of(plan.path("title").asText()));
        for (JsonNode task : plan.path("tasks")) {
            String mark = switch (task.path("status").asText()) {
                case "pending" -> "○";
                case "in_progress" -> "▶";
                case "complete" -> "✔";
                default -> "✘";
            };
            String note = rich(task.at("/output/elements"));
            lines.add(mark + " " + task.path("title").asText() + (note.isBlank() ? "" : " (" + note + ")"));
        }
        return String.join("\n", lines);
    }

    private static String rich(JsonNode elements) {
        List<String> lines = new ArrayList<>();
        elements.forEach(element -> lines.add(richLine(element)));
        return String.join("\n", lines);
    }

    private static String richLine(JsonNode element) {
        StringBuilder line = new StringBuilder();
        for (JsonNode piece : element.path("elements"))
            line.append(
                    switch (piece.path("type").asText()) {
                        case "text" -> piece.path("text").asText();
                        case "link" ->
                            piece.path("text").asText(piece.path("url").asText());
                        case "user" -> "@" + piece.path("user_id").asText();
                        case "date" -> piece.path("fallback").asText();
                        case "rich_text_section" -> richLine(piece) + "\n";
                        default -> "";
                    });
        return line.toString().replaceAll("\n$", "");
    }

    /** Mrkdwn without its marks: what stands in code is left alone, bold and italic lose theirs, entities are undone. */
    static String markup(String mrkdwn) {
        StringBuilder out = new StringBuilder();
        Matcher code = CODE.matcher(mrkdwn);
        int from = 0;
        while (code.find()) {
            out.append(plain(mrkdwn.substring(from, code.start())));
            out.append(unescaped(code.group(1) == null ? code.group(2) : code.group(1)));
            from = code.end();
        }
        return out.append(plain(mrkdwn.substring(from))).toString();
    }

    private static String plain(String text) {
        String bare = text;
        for (String mark : List.of("\\*", "_", "~"))
            bare = bare.replaceAll(
                    "(?<![\\w" + mark + "])" + mark + "(?! )([^" + mark + "\n]+?)(?<! )" + mark + "(?![\\w" + mark
                            + "])",
                    "$1");
        return unescaped(SPECIAL.matcher(bare).replaceAll(found -> Matcher.quoteReplacement(special(found.group(1)))));
    }

    /** What Slack makes of {@code <…>}: a link's label, a date's fallback, an account. */
    private static String special(String inside) {
        int bar = inside.lastIndexOf('|');
        if (bar >= 0) return inside.substring(bar + 1);
        return inside.startsWith("!") ? "@" + inside.substring(1) : inside;
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    static List<String> pings(String fallback, ArrayNode blocks) {
        List<String> found = new ArrayList<>();
        for (String text : parsed(fallback, blocks))
            SPECIAL.matcher(text)
                    .results()
                    .map(hit -> hit.group(1).replaceFirst("\\|.*", ""))
                    .filter(hit -> hit.startsWith("@") || hit.matches("!(channel|here|everyone|subteam.*)"))
                    .forEach(found::add);
        blocks.findValuesAsText("user_id").forEach(id -> found.add("@" + id));
        return found;
    }

    static List<String> links(String fallback, ArrayNode blocks) {
        List<String> found = new ArrayList<>(blocks.findValuesAsText("url"));
        for (String text : parsed(fallback, blocks))
            SPECIAL.matcher(text)
                    .results()
                    .map(hit -> hit.group(1).replaceFirst("\\|.*", ""))
                    .filter(hit -> hit.matches("(?i)(https?|mailto|tel):.*"))
                    .forEach(found::add);
        return found;
    }

    /** Every text that Slack's parser goes through; of the fallback only what has no blocks beside it is shown, yet it may ping. */
    private static List<String> parsed(String fallback, JsonNode blocks) {
        List<String> all = new ArrayList<>(List.of(fallback));
        collect(blocks, all);
        return all;
    }

    private static void collect(JsonNode node, List<String> all) {
        if (node.path("type").asText().equals("mrkdwn"))
            all.add(node.path("text").asText());
        node.forEach(child -> collect(child, all));
    }
}
