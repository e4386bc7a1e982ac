package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The blocks of a message so far, and whether there was room for all; what is left out is marked. */
final class Sheet {
    /** All blocks together are refused from about 13,200 characters (bolt-js#2509). */
    private static final int ALL_TEXT = 11_500;

    private static final String CUT = "… cut here: the rest does not fit into one Slack message.";

    private final ArrayNode blocks = Blocks.JSON.createArrayNode();
    private final int most;
    private int length;
    private boolean cut;

    /** @param most blocks that Slack takes; one is kept for the buttons and one for the mark */
    Sheet(int most) {
        this.most = most - 2;
    }

    void add(ObjectNode block, int characters) {
        if (cut || blocks.size() >= most || length + characters > ALL_TEXT) {
            cut = true;
            return;
        }
        blocks.add(block);
        length += characters;
    }

    /** Beside the count. */
    void addActions(ObjectNode block) {
        blocks.add(block);
    }

    /** Characters that still fit. */
    int room() {
        return cut ? 0 : ALL_TEXT - length;
    }

    void markCut() {
        cut = true;
    }

    /** The blocks as JSON, each with an id that is another one when anything has changed: Slack wants new ids with every edit. */
    String end() {
        if (cut) {
            ObjectNode mark = Blocks.block("context");
            mark.putArray("elements").add(Blocks.mrkdwn(CUT));
            blocks.add(mark);
        }
        String version = Integer.toHexString(blocks.toString().hashCode());
        int count = 0;
        for (JsonNode block : blocks) {
            if (block instanceof ObjectNode node) node.put("block_id", version + "-" + count++);
        }
        return blocks.toString();
    }
}
