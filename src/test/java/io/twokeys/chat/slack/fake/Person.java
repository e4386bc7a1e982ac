package io.twokeys.chat.slack.fake;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one person does in Slack, and what only they see. */
public final class Person {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeSlack slack;
    private final Workspace workspace;
    private final String id;

    Person(FakeSlack slack, Workspace workspace, String id) {
        this.slack = slack;
        this.workspace = workspace;
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** {@code /odoo TEXT} in a channel; Slack has no slash commands in threads. */
    public Ack types(String channel, String text) {
        Room room = workspace.room(channel);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", "none");
        form.put("team_id", FakeSlack.TEAM);
        form.put("team_domain", "t");
        form.put("channel_id", channel);
        form.put("channel_name", room.closedToOthers ? "privategroup" : room.name);
        form.put("user_id", id);
        form.put("user_name", workspace.account(id).name());
        form.put("command", "/odoo");
        form.put("text", escaped(text));
        form.put("api_app_id", FakeSlack.APP);
        form.put("is_enterprise_install", "false");
        form.put("response_url", slack.responseUrl(id, channel, null));
        form.put("trigger_id", slack.tickets().trigger(id));
        return told(channel, slack.transport().command(form));
    }

    /** {@code @twokeys TEXT}, below {@code root} or in the channel. */
    public Posted mentions(String channel, @Nullable Posted root, String text) {
        return writes(channel, root, "<@" + FakeSlack.BOT + "> " + escaped(text));
    }

    /** Words of their own, below {@code root} or in the channel. */
    public Posted says(String channel, @Nullable Posted root, String text) {
        return writes(channel, root, escaped(text));
    }

    private Posted writes(String channel, @Nullable Posted root, String text) {
        Room room = workspace.room(channel);
        if (room.archived || !room.members.contains(id)) throw new AssertionError(id + " cannot write in " + channel);
        String thread = root == null ? null : root.thread().orElse(root.ts());
        Posted posted = new Posted(channel, workspace.nextTs(), thread, id, "");
        workspace.add(posted.says(text, FakeSlack.JSON.createArrayNode()));
        slack.events().message(room, posted);
        return posted;
    }

    /** A press of the button with this label, its question confirmed; the button must be there now. */
    public Ack presses(Posted message, String label) {
        Posted.Button button = message.button(label)
                .orElseThrow(() -> new AssertionError("no button " + label + " in " + message.buttons()));
        return presses(message, button);
    }

    /** A press that was under way when the button went: whatever it was, Slack delivers it. */
    public Ack presses(Posted message, Posted.Button button) {
        ObjectNode payload = payload("block_actions");
        payload.putObject("container")
                .put("type", "message")
                .put("message_ts", message.ts())
                .put("channel_id", message.channel())
                .put("is_ephemeral", !message.to().isEmpty());
        payload.putObject("channel").put("id", message.channel()).put("name", "c");
        payload.set("message", message.json(true));
        payload.put("response_url", slack.responseUrl(id, message.channel(), message));
        ObjectNode action = payload.putArray("actions").addObject();
        action.put("type", "button")
                .put("action_id", button.id())
                .put("block_id", button.blockId())
                .put("value", button.value())
                .put("action_ts", workspace.nextTs());
        action.putObject("text").put("type", "plain_text").put("text", button.label());
        return told(message.channel(), slack.transport().interaction(payload));
    }

    /** The message shortcut of that callback id. */
    public Ack shortcut(String callback, Posted message) {
        ObjectNode payload = payload("message_action")
                .put("callback_id", callback)
                .put("message_ts", message.ts())
                .put("action_ts", workspace.nextTs())
                .put("response_url", slack.responseUrl(id, message.channel(), message));
        payload.putObject("channel").put("id", message.channel()).put("name", "c");
        payload.set("message", message.json(false));
        return told(message.channel(), slack.transport().interaction(payload));
    }

    /** @param name as Slack calls it: {@code white_check_mark}, {@code +1::skin-tone-2} */
    public void reacts(Posted message, String name) {
        if (message.react(name, id))
            slack.events().reaction("reaction_added", id, name, workspace.room(message.channel()), message);
    }

    public void unreacts(Posted message, String name) {
        if (message.unreact(name, id))
            slack.events().reaction("reaction_removed", id, name, workspace.room(message.channel()), message);
    }

    /** Looks at the app's home page. */
    public void opensHome() {
        slack.events().home(id, workspace.direct(id).id);
    }

    /** What the home page shows, line by line; empty before it was drawn. */
    public String home() {
        return workspace.home(id).map(view -> Reading.of(view.path("blocks"))).orElse("");
    }

    /** Waits for a modal to open in front of them. */
    public Modal modal() {
        await("a modal for " + id).atMost(SOON).until(() -> workspace.top(id) != null);
        return new Modal(slack, this, Objects.requireNonNull(workspace.top(id)));
    }

    public boolean hasModal() {
        return workspace.top(id) != null;
    }

    /** What was shown to them alone, in channels and as answers to what they did. */
    public List<Posted> whispers() {
        return workspace.whispers(id);
    }

    /** What the bot wrote to them directly, and they to it. */
    public List<Posted> directs() {
        return workspace.messages(workspace.direct(id).id);
    }

    ObjectNode payload(String type) {
        ObjectNode payload = FakeSlack.JSON
                .createObjectNode()
                .put("type", type)
                .put("token", "none")
                .put("api_app_id", FakeSlack.APP)
                .put("trigger_id", slack.tickets().trigger(id));
        payload.putObject("user")
                .put("id", id)
                .put("name", workspace.account(id).name())
                .put("team_id", workspace.account(id).team());
        payload.putObject("team").put("id", FakeSlack.TEAM).put("domain", "t");
        return payload;
    }

    /** What an answer says is shown to whoever asked; so is Slack's own complaint about none. */
    private Ack told(String channel, Ack ack) {
        String words = ack.ok() ? ack.words() : "failed with the error \"" + ack.trouble() + "\"";
        if (!words.isBlank() && !ack.json().has("options"))
            workspace.add(
                    new Posted(channel, workspace.nextTs(), null, FakeSlack.BOT, id).says(words, blocks(ack.json())));
        return ack;
    }

    private static ArrayNode blocks(JsonNode answer) {
        return answer.path("blocks") instanceof ArrayNode array ? array : FakeSlack.JSON.createArrayNode();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
