package io.twokeys.odoo.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** {@code /xmlrpc/2}, with a password or an API key: Odoo 14 to 19. In 19 each call leaves a warning in Odoo's log. */
final class XmlRpc implements Records {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper TREES = new ObjectMapper();

    private final Wire wire;
    private final Account account;
    private int uid;

    XmlRpc(Wire wire, Account account) {
        this.wire = wire;
        this.account = account;
    }

    /** Who asks, and of which database. Never printed. */
    record Account(String database, String user, String secret) {
        @Override
        public String toString() {
            return user + " on " + database;
        }
    }

    @Override
    public int login() throws IOException, OdooRefused {
        JsonNode answer = post(
                "/xmlrpc/2/common",
                "authenticate",
                List.of(
                        JSON.textNode(account.database()),
                        JSON.textNode(account.user()),
                        JSON.textNode(account.secret()),
                        JSON.objectNode()));
        if (!answer.isInt()) throw new OdooRefused("Odoo does not let " + account.user() + " in with this password");
        uid = answer.asInt();
        return uid;
    }

    @Override
    public int create(String model, ObjectNode values) throws IOException, OdooRefused {
        JsonNode id = execute(model, "create", JSON.arrayNode().add(values), JSON.objectNode());
        if (!id.isInt()) throw new OdooRefused("create of " + model + " did not say what it created");
        return id.asInt();
    }

    @Override
    public List<Integer> search(String model, ArrayNode domain, int most) throws IOException, OdooRefused {
        var limit = JSON.objectNode().put("limit", most);
        JsonNode ids = execute(model, "search", JSON.arrayNode().add(domain), limit);
        return StreamSupport.stream(ids.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    @Override
    public JsonNode read(String model, int id, List<String> fields) throws IOException, OdooRefused {
        var words = JSON.arrayNode().add(JSON.arrayNode().add(id)).add(tree(fields));
        var named = JSON.objectNode();
        named.set("context", SIZES);
        return execute(model, "read", words, named).path(0);
    }

    @Override
    public JsonNode views(String model, String method, JsonNode views) throws IOException, OdooRefused {
        var named = JSON.objectNode();
        named.set("views", views);
        return execute(model, method, JSON.arrayNode(), named);
    }

    @Override
    public JsonNode fields(String model, List<String> names) throws IOException, OdooRefused {
        var attributes = JSON.objectNode();
        attributes.putArray("attributes").add("type");
        return execute(model, "fields_get", JSON.arrayNode().add(tree(names)), attributes);
    }

    @Override
    public void call(String model, String method, List<Integer> ids) throws IOException, OdooRefused {
        execute(model, method, JSON.arrayNode().add(tree(ids)), JSON.objectNode());
    }

    private static JsonNode tree(List<?> list) {
        return TREES.valueToTree(list);
    }

    private JsonNode execute(String model, String method, ArrayNode words, ObjectNode named)
            throws IOException, OdooRefused {
        return post(
                "/xmlrpc/2/object",
                "execute_kw",
                List.of(
                        JSON.textNode(account.database()),
                        JSON.numberNode(uid),
                        JSON.textNode(account.secret()),
                        JSON.textNode(model),
                        JSON.textNode(method),
                        words,
                        named));
    }

    private JsonNode post(String path, String method, List<JsonNode> words) throws IOException, OdooRefused {
        Wire.Reply reply = wire.post(path, "text/xml", XmlRpcText.call(method, words), Map.of());
        if (reply.status() != 200) throw new OdooRefused(path + " answered " + reply.status());
        return XmlRpcText.answer(reply.body());
    }
}
