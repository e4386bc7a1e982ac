package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.chat.slack.fake.Posted.Upload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files by the three steps: an address, the bytes, the announcement. A file that was not announced is shown to nobody. */
final class FileMethods {
    private final Workspace workspace;
    private final Events events;
    private final String address;
    private final Map<String, Pending> pending = new HashMap<>();

    FileMethods(Workspace workspace, Events events, String address) {
        this.workspace = workspace;
        this.events = events;
        this.address = address;
    }

    private static final class Pending {
        private final String name;
        private final int length;
        private byte[] content = new byte[0];

        Pending(String name, int length) {
            this.name = name;
            this.length = length;
        }
    }

    synchronized ObjectNode begin(Call call) {
        int length = call.number("length", 0);
        if (length <= 0) throw new SlackError("invalid_arguments", "length");
        String id = workspace.nextId("F");
        pending.put(id, new Pending(call.need("filename"), length));
        return FakeSlack.ok().put("file_id", id).put("upload_url", address + "/upload/" + id);
    }

    /** False where nobody asked for that address. */
    synchronized boolean take(String id, byte[] content) {
        Pending file = pending.get(id);
        if (file == null) return false;
        file.content = content;
        return true;
    }

    synchronized ObjectNode complete(Call call) {
        List<Upload> uploads = new ArrayList<>();
        for (JsonNode file : call.array("files"))
            uploads.add(finished(file.path("id").asText()));
        if (uploads.isEmpty()) throw new SlackError("invalid_arguments", "files");
        ObjectNode answer = FakeSlack.ok();
        uploads.forEach(upload -> answer.withArray("files").addObject().put("id", upload.id()));
        if (call.has("channel_id")) share(call, uploads);
        uploads.forEach(upload -> pending.remove(upload.id()));
        return answer;
    }

    private Upload finished(String id) {
        Pending file = pending.get(id);
        if (file == null) throw new SlackError("file_not_found", id);
        if (file.content.length != file.length)
            throw new SlackError("file_update_failed", file.content.length + " bytes of " + file.length);
        return new Upload(id, file.name, file.content);
    }

    private void share(Call call, List<Upload> uploads) {
        Room room = ChatMethods.visible(workspace, call.get("channel_id"));
        if (room.archived) throw new SlackError("is_archived");
        if (!room.members.contains(FakeSlack.BOT)) throw new SlackError("not_in_channel");
        String thread = call.has("thread_ts") ? call.get("thread_ts") : null;
        if (thread != null && workspace.find(room.id, thread).isEmpty()) throw new SlackError("thread_not_found");
        Posted posted = new Posted(room.id, workspace.nextTs(), thread, FakeSlack.BOT, "");
        posted.says(call.get("initial_comment"), FakeSlack.JSON.createArrayNode());
        posted.shares(uploads);
        workspace.add(posted);
        events.message(room, posted);
    }
}
