package io.twokeys.odoo.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** {@code POST /json/2/MODEL/METHOD} with an API key: Odoo 19 on, {@code addons/rpc/controllers/json2.py}. */
final class Json2 implements Records {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;
    private final String database;
    private final String key;

    Json2(Wire wire, String database, String key) {
        this.wire = wire;
        this.database = database;
        this.key = key;
    }

    /** The key is the login; the context of its user names the user. */
    @Override
    public int login() throws IOException, OdooRefused {
        JsonNode uid = post("res.users", "context_get", JSON.createObjectNode()).path("uid");
        if (!uid.isInt()) throw new OdooRefused("res.users/context_get did not say whose key it is");
        return uid.asInt();
    }

    @Override
    public int create(String model, ObjectNode values) throws IOException, OdooRefused {
        ObjectNode named = JSON.createObjectNode();
        named.putArray("vals_list").add(values);
        JsonNode ids = post(model, "create", named);
        if (!ids.path(0).isInt()) throw new OdooRefused(model + "/create did not say what it created");
        return ids.path(0).asInt();
    }

    @Override
    public List<Integer> search(String model, ArrayNode domain, int most) throws IOException, OdooRefused {
        ObjectNode named = JSON.createObjectNode().put("limit", most);
        named.set("domain", domain);
        return StreamSupport.stream(post(model, "search", named).spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    @Override
    public JsonNode read(String model, int id, List<String> fields) throws IOException, OdooRefused {
        ObjectNode named = JSON.createObjectNode();
        named.putArray("ids").add(id);
        named.set("fields", JSON.valueToTree(fields));
        named.set("context", SIZES);
        return post(model, "read", named).path(0);
    }

    @Override
    public JsonNode views(String model, String method, JsonNode views) throws IOException, OdooRefused {
        ObjectNode named = JSON.createObjectNode();
        named.set("views", views);
        return post(model, method, named);
    }

    @Override
    public JsonNode fields(String model, List<String> names) throws IOException, OdooRefused {
        ObjectNode named = JSON.createObjectNode();
        named.set("allfields", JSON.valueToTree(names));
        named.putArray("attributes").add("type");
        return post(model, "fields_get", named);
    }

    @Override
    public void call(String model, String method, List<Integer> ids) throws IOException, OdooRefused {
        ObjectNode named = JSON.createObjectNode();
        named.set("ids", JSON.valueToTree(ids));
        post(model, method, named);
    }

    private JsonNode post(String model, String method, ObjectNode named) throws IOException, OdooRefused {
        String path = "/json/2/" + model + "/" + method;
        var headers = Map.of("Authorization", "bearer " + key, "X-Odoo-Database", database);
        Wire.Reply reply = wire.post(path, "application/json", named.toString(), headers);
        JsonNode said = read(reply.body());
        if (reply.status() == 200 && !said.isMissingNode()) return said;
        String why = said.path("message").asText("");
        boolean access = said.path("name").asText().endsWith("AccessError");
        throw new OdooRefused(path + " answered " + reply.status() + (why.isEmpty() ? "" : ": " + why), access);
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (
                @SuppressWarnings("unused")
                JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}
