package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** {@code chat.*}: posting, editing, deleting, whispering (docs.slack.dev/reference/methods). */
final class ChatMethods {
    private static final int POST = 40_000;
    private static final int UPDATE = 4_000;
    private static final int METADATA = 8_000;

    private final Workspace workspace;
    private final Events events;
    private final Set<String> scopes;
    private volatile boolean plans = true;

    ChatMethods(Workspace workspace, Events events, Set<String> scopes) {
        this.workspace = workspace;
        this.events = events;
        this.scopes = scopes;
    }

    void plans(boolean known) {
        plans = known;
    }

    ObjectNode post(Call call) {
        Room room = target(call.need("channel"));
        if (!room.members.contains(FakeSlack.BOT) && !scopes.contains("chat:write.public"))
            throw new SlackError("not_in_channel");
        ArrayNode blocks = layout(call);
        if (call.get("metadata").length() > METADATA) throw new SlackError("metadata_too_large");
        String thread = call.has("thread_ts") ? thread(room, call.get("thread_ts")) : null;
        Posted posted = new Posted(room.id, workspace.nextTs(), thread, FakeSlack.BOT, "");
        String text = call.get("text");
        posted.says(text.length() > POST ? text.substring(0, POST) : text, blocks);
        posted.carries(call.json("metadata"));
        if (thread != null && call.flag("reply_broadcast")) posted.shownInChannel();
        workspace.add(posted);
        events.message(room, posted);
        ObjectNode answer = FakeSlack.ok().put("channel", room.id).put("ts", posted.ts());
        answer.set("message", posted.json(true));
        return answer;
    }

    ObjectNode update(Call call) {
        Posted posted = own(call, "cant_update_message");
        if (call.get("text").length() > UPDATE) throw new SlackError("msg_too_long");
        posted.edited(call.get("text"), layout(call));
        if (call.has("metadata")) posted.carries(call.json("metadata"));
        events.changed(workspace.room(posted.channel()), posted);
        return FakeSlack.ok()
                .put("channel", posted.channel())
                .put("ts", posted.ts())
                .put("text", posted.fallback());
    }

    ObjectNode delete(Call call) {
        Posted posted = own(call, "cant_delete_message");
        posted.delete();
        return FakeSlack.ok().put("channel", posted.channel()).put("ts", posted.ts());
    }

    ObjectNode whisper(Call call) {
        Room room = target(call.need("channel"));
        if (!room.members.contains(FakeSlack.BOT)) throw new SlackError("not_in_channel");
        String user = call.need("user");
        if (!room.members.contains(user)) throw new SlackError("user_not_in_channel");
        String thread = call.has("thread_ts") ? call.get("thread_ts") : null;
        Posted posted = new Posted(room.id, workspace.nextTs(), thread, FakeSlack.BOT, user);
        workspace.add(posted.says(call.get("text"), layout(call)));
        return FakeSlack.ok().put("message_ts", posted.ts());
    }

    /** A channel, or the conversation with the person whose id it is. */
    private Room target(String channel) {
        if (channel.startsWith("U") || channel.startsWith("W")) {
            if (!workspace.knows(channel)) throw new SlackError("channel_not_found", channel);
            if (workspace.account(channel).kind() == Account.Kind.BOT) throw new SlackError("cannot_dm_bot");
            return workspace.direct(channel);
        }
        Room room = visible(workspace, channel);
        if (room.archived) throw new SlackError("is_archived");
        return room;
    }

    /** A private channel without the bot does not exist for it. */
    static Room visible(Workspace workspace, String channel) {
        Room room = workspace.room(channel);
        if (room.closedToOthers && !room.members.contains(FakeSlack.BOT))
            throw new SlackError("channel_not_found", channel);
        return room;
    }

    private String thread(Room room, String ts) {
        Posted root = workspace.find(room.id, ts).orElseThrow(() -> new SlackError("thread_not_found", ts));
        if (root.thread().isPresent()) throw new SlackError("invalid_thread_ts", "threads do not nest");
        return ts;
    }

    private Posted own(Call call, String otherwise) {
        Room room = visible(workspace, call.need("channel"));
        if (room.archived) throw new SlackError("is_archived");
        Posted posted = workspace.message(room.id, call.need("ts"));
        if (!posted.author().equals(FakeSlack.BOT)) throw new SlackError(otherwise);
        return posted;
    }

    private ArrayNode layout(Call call) {
        ArrayNode blocks = call.array("blocks");
        BlockLimits.check(blocks, 50, plans);
        if (blocks.isEmpty() && !call.has("text")) throw new SlackError("no_text");
        for (var block : blocks)
            if (block instanceof ObjectNode node && !node.has("block_id")) node.put("block_id", workspace.nextId("b"));
        return blocks;
    }
}
