package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code views.*}: modals need a fresh trigger, the home page does not. */
final class ViewMethods {
    private static final int STACK = 3;

    private final Workspace workspace;
    private final Tickets tickets;

    ViewMethods(Workspace workspace, Tickets tickets) {
        this.workspace = workspace;
        this.tickets = tickets;
    }

    ObjectNode open(Call call) {
        JsonNode view = modal(call);
        return answer(workspace.open(tickets.spend(call.need("trigger_id")), view));
    }

    ObjectNode push(Call call) {
        JsonNode view = modal(call);
        String user = tickets.spend(call.need("trigger_id"));
        if (workspace.depth(user) >= STACK) throw new SlackError("push_limit_reached");
        return answer(workspace.open(user, view));
    }

    ObjectNode update(Call call) {
        JsonNode json = modal(call);
        Workspace.View view = workspace.view(call.need("view_id"));
        if (call.has("hash") && !call.get("hash").equals(view.hash)) throw new SlackError("hash_conflict");
        workspace.change(view, json);
        return answer(view);
    }

    ObjectNode publish(Call call) {
        JsonNode view = FakeSlack.read(call.need("view"));
        ViewLimits.check(view, "home");
        workspace.publish(workspace.account(call.need("user_id")).id(), view);
        ObjectNode answer = FakeSlack.ok();
        answer.set("view", view);
        return answer;
    }

    /** Every block gets an id, as Slack gives it. */
    private JsonNode modal(Call call) {
        JsonNode view = FakeSlack.read(call.need("view"));
        ViewLimits.check(view, "modal");
        for (JsonNode block : view.path("blocks"))
            if (block instanceof ObjectNode node && !node.has("block_id")) node.put("block_id", workspace.nextId("b"));
        return view;
    }

    private static ObjectNode answer(Workspace.View view) {
        ObjectNode answer = FakeSlack.ok();
        answer.set("view", json(view));
        return answer;
    }

    /** The view as answers and submissions carry it. */
    static ObjectNode json(Workspace.View view) {
        ObjectNode json = view.json.deepCopy();
        return json.put("id", view.id)
                .put("team_id", FakeSlack.TEAM)
                .put("app_id", FakeSlack.APP)
                .put("bot_id", FakeSlack.BOT_ID)
                .put("root_view_id", view.id)
                .put("hash", view.hash);
    }
}
