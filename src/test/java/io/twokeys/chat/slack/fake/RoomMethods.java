package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code conversations.*}, {@code users.*} and {@code reactions.*}. */
final class RoomMethods {
    private final Workspace workspace;
    private final Events events;

    RoomMethods(Workspace workspace, Events events) {
        this.workspace = workspace;
        this.events = events;
    }

    ObjectNode user(Call call) {
        ObjectNode answer = FakeSlack.ok();
        answer.set("user", workspace.account(call.need("user")).json());
        return answer;
    }

    ObjectNode info(Call call) {
        Room room = ChatMethods.visible(workspace, call.need("channel"));
        ObjectNode answer = FakeSlack.ok();
        answer.putObject("channel")
                .put("id", room.id)
                .put("name", room.name)
                .put("is_private", room.closedToOthers)
                .put("is_archived", room.archived)
                .put("is_ext_shared", room.shared)
                .put("is_member", room.members.contains(FakeSlack.BOT));
        return answer;
    }

    ObjectNode open(Call call) {
        String user = call.need("users");
        if (!workspace.knows(user)) throw new SlackError("user_not_found", user);
        ObjectNode answer = FakeSlack.ok();
        answer.putObject("channel").put("id", workspace.direct(user).id);
        return answer;
    }

    /** The newest first, without replies. */
    ObjectNode history(Call call) {
        Room room = joined(call.need("channel"));
        return page(
                call,
                workspace.messages(room.id).reversed().stream()
                        .filter(message -> message.thread().isEmpty() || message.broadcast())
                        .toList());
    }

    /** The root, then its replies, the oldest first. */
    ObjectNode replies(Call call) {
        Room room = joined(call.need("channel"));
        Posted asked = workspace
                .find(room.id, call.need("ts"))
                .orElseThrow(() -> new SlackError("thread_not_found", call.get("ts")));
        String root = asked.thread().orElse(asked.ts());
        if (asked.thread().isPresent()) return page(call, List.of(asked));
        return page(
                call,
                workspace.messages(room.id).stream()
                        .filter(message -> message.ts().equals(root)
                                || message.thread().filter(root::equals).isPresent())
                        .toList());
    }

    private ObjectNode page(Call call, List<Posted> all) {
        int limit = Math.min(call.number("limit", 100), 1000);
        int from = call.number("cursor", 0);
        ObjectNode answer = FakeSlack.ok();
        var list = answer.putArray("messages");
        all.stream().skip(from).limit(limit).forEach(message -> list.add(told(message, call, all)));
        boolean more = all.size() > from + limit;
        answer.put("has_more", more);
        answer.putObject("response_metadata").put("next_cursor", more ? Integer.toString(from + limit) : "");
        return answer;
    }

    /** A root tells its own {@code ts} as the thread's once it has replies. */
    private ObjectNode told(Posted message, Call call, List<Posted> all) {
        ObjectNode json = message.json(call.flag("include_all_metadata"));
        boolean root = all.stream()
                .anyMatch(other -> other.thread().filter(message.ts()::equals).isPresent());
        if (root) json.put("thread_ts", message.ts());
        return json;
    }

    private Room joined(String channel) {
        Room room = ChatMethods.visible(workspace, channel);
        if (!room.members.contains(FakeSlack.BOT)) throw new SlackError("not_in_channel");
        return room;
    }

    ObjectNode react(Call call) {
        Posted message = reactable(call);
        String name = call.need("name");
        if (!name.matches("[a-z0-9_+'-]+(::skin-tone-[2-6])?")) throw new SlackError("invalid_name", name);
        if (!message.react(name, FakeSlack.BOT)) throw new SlackError("already_reacted");
        events.reaction("reaction_added", FakeSlack.BOT, name, workspace.room(message.channel()), message);
        return FakeSlack.ok();
    }

    ObjectNode unreact(Call call) {
        Posted message = reactable(call);
        if (!message.unreact(call.need("name"), FakeSlack.BOT)) throw new SlackError("no_reaction");
        events.reaction(
                "reaction_removed", FakeSlack.BOT, call.get("name"), workspace.room(message.channel()), message);
        return FakeSlack.ok();
    }

    private Posted reactable(Call call) {
        Room room = joined(call.need("channel"));
        if (room.archived) throw new SlackError("is_archived");
        return workspace.message(room.id, call.need("timestamp"));
    }

    /** Without {@code full} the list of people is cut, as Slack does. */
    ObjectNode reactions(Call call) {
        Posted message = workspace.message(joined(call.need("channel")).id, call.need("timestamp"));
        ObjectNode answer = FakeSlack.ok().put("type", "message").put("channel", message.channel());
        ObjectNode told = message.json(false);
        var list = told.putArray("reactions");
        message.reactions().forEach((name, people) -> {
            ObjectNode reaction = list.addObject().put("name", name).put("count", people.size());
            var users = reaction.putArray("users");
            people.stream().limit(call.flag("full") ? 1000 : 1).forEach(users::add);
        });
        answer.set("message", told);
        return answer;
    }
}
