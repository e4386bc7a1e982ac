package io.twokeys.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What differs between two plans, said in lines: {@code revisions.to: 1a2b… is now 3c4d…}. */
public final class PlanDifference {
    private PlanDifference() {}

    public static List<String> between(Plan before, Plan now) {
        List<String> lines = new ArrayList<>();
        compare("", CanonicalJson.tree(before.canonical()), CanonicalJson.tree(now.canonical()), lines);
        return lines;
    }

    private static void compare(String path, JsonNode before, JsonNode now, List<String> lines) {
        if (before.equals(now)) return;
        if (before.isObject() && now.isObject()) {
            var names = new TreeSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            for (String name : names) compare(path + "." + name, before.path(name), now.path(name), lines);
            return;
        }
        if (before.isArray() && now.isArray() && before.size() == now.size()) {
            for (int i = 0; i < before.size(); i++) compare(path + "[" + i + "]", before.get(i), now.get(i), lines);
            return;
        }
        lines.add(path.substring(1) + ": " + shown(before) + " is now " + shown(now));
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.isTextual() ? node.asText() : node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
