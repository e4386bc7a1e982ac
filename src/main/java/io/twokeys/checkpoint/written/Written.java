package io.twokeys.checkpoint.written;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.ssh.HostTrouble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What was written to a database since a moment, per sort of business document: what going back to the moment would lose. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Written.Since.class, name = "since"),
    @JsonSubTypes.Type(value = Written.Unreadable.class, name = "unreadable")
})
public sealed interface Written {
    /**
     * It was read.
     *
     * @param at the moment, in UTC: {@code 2026-11-21 22:04}
     * @param lines one per sort of document that something was written of; none if there is nothing
     * @param untouched the sorts of which nothing was written
     */
    record Since(String at, List<Line> lines, List<String> untouched) implements Written {
        public Since {
            lines = List.copyOf(lines);
            untouched = List.copyOf(untouched);
        }
    }

    /**
     * @param added rows that are new since
     * @param last numbers of the newest of them, the newest first
     * @param changed rows that were there before and were changed since
     */
    record Line(String document, long added, List<String> last, long changed) {
        public Line {
            last = List.copyOf(last);
        }

        /** {@code 3 new, the newest S02503, S02502, S02501; 1 older one changed}. */
        public String words() {
            String fresh = added == 0 ? "" : added + " new" + (last.isEmpty() ? "" : newest());
            String old = changed == 0 ? "" : changed + (changed == 1 ? " older one changed" : " older ones changed");
            return fresh.isEmpty() || old.isEmpty() ? fresh + old : fresh + "; " + old;
        }

        private String newest() {
            return ", the newest " + String.join(", ", last);
        }
    }

    /** Nobody knows; the sentence says why. */
    record Unreadable(String why) implements Written {}

    static Written read(OdooHost host, String database, Marks marks) {
        try {
            var there = Marks.columns(host, database);
            return since(marks, Marks.ask(host, database, Document.written(there, marks)));
        } catch (HostTrouble trouble) {
            return new Unreadable(trouble.getMessage());
        }
    }

    private static Since since(Marks marks, JsonNode answer) {
        List<Line> lines = new ArrayList<>();
        for (Document document : Document.values()) {
            JsonNode found = answer.path(document.name());
            var line = new Line(
                    document.words(),
                    found.path("added").asLong(),
                    StreamSupport.stream(found.path("last").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList(),
                    found.path("changed").asLong());
            if (line.added() + line.changed() > 0) lines.add(line);
        }
        List<String> untouched = Arrays.stream(Document.values())
                .filter(document -> answer.has(document.name()))
                .map(Document::words)
                .filter(words ->
                        lines.stream().noneMatch(line -> line.document().equals(words)))
                .collect(Collectors.toList());
        return new Since(marks.at().toString().replace('T', ' ').replaceFirst("(:\\d\\d):.*", "$1"), lines, untouched);
    }
}
