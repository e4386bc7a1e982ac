package io.twokeys.chat.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The embeds of one message as they fill up: 4,096 characters each, 6,000 over all, ten of them; what is left out is said. */
final class Sheet {
    private static final int DESCRIPTION = 4_096;
    private static final int ALL = 6_000;
    private static final int EMBEDS = 10;
    private static final int LEAST = 40;
    private static final String CUT = "\n-# … cut here: the rest does not fit into one Discord message.";
    /** The two fences and their line ends. */
    private static final int FRAME = DiscordText.fence("").length();

    private final ArrayNode embeds;
    private final int colour;
    private StringBuilder text = new StringBuilder();
    private int used;
    private boolean cut;

    Sheet(ArrayNode embeds, int colour) {
        this.embeds = embeds;
        this.colour = colour;
    }

    /** Begins another embed. {@code kind} and {@code title} may be empty. */
    void open(String kind, String title) {
        finish();
        if (cut || embeds.size() >= EMBEDS || left() < title.length() + kind.length() + LEAST) {
            cut = true;
            return;
        }
        ObjectNode embed = embeds.addObject().put("color", colour);
        if (!kind.isEmpty()) embed.putObject("author").put("name", kind);
        if (!title.isEmpty()) embed.put("title", title);
        used += kind.length() + title.length();
    }

    void prose(String markdown) {
        for (String piece : DiscordText.pieces(markdown, DESCRIPTION - CUT.length() - 1)) {
            if (cut) return;
            if (piece.length() + 1 > here() && here() < left()) open("", "");
            if (cut) return;
            if (piece.length() + 1 <= here()) {
                add(piece);
            } else {
                if (here() > LEAST) add(DiscordText.cutMarkup(piece, here() - 1));
                cut = true;
            }
        }
    }

    /** Shown letter by letter; too long for one embed, it goes on in the next. */
    void code(String foreign) {
        String rest = DiscordText.unfenced(foreign);
        while (!rest.isBlank() && !cut) {
            if (rest.length() + FRAME + 1 > here() && here() < Math.min(left(), DESCRIPTION - CUT.length()))
                open("", "");
            if (cut) return;
            int room = here() - FRAME - 1;
            if (room < LEAST) {
                cut = true;
                return;
            }
            int end = rest.length() <= room ? rest.length() : end(rest, room);
            add("```\n" + rest.substring(0, end) + "\n```");
            rest = rest.substring(end);
        }
    }

    private static int end(String text, int room) {
        int line = text.lastIndexOf('\n', room - 1);
        int end = line > room / 2 ? line + 1 : room;
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    ArrayNode end() {
        finish();
        if (cut) {
            ObjectNode last = (ObjectNode) embeds.get(embeds.size() - 1);
            last.put("description", last.path("description").asText("") + CUT);
        }
        return embeds;
    }

    private void add(String piece) {
        if (!text.isEmpty()) {
            text.append('\n');
            used++;
        }
        text.append(piece);
        used += piece.length();
    }

    private void finish() {
        if (!text.isEmpty()) ((ObjectNode) embeds.get(embeds.size() - 1)).put("description", text.toString());
        text = new StringBuilder();
    }

    /** Room over all embeds, the mark of a cut set aside. */
    private int left() {
        return ALL - CUT.length() - used;
    }

    private int here() {
        return Math.min(left(), DESCRIPTION - CUT.length() - text.length());
    }
}
