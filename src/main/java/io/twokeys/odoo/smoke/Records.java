package io.twokeys.odoo.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * Odoo's records as one user sees them. Values are JSON, whatever the protocol makes of them; an empty field is {@code false}.
 *
 * <p>{@link IOException}: nobody answered; what was asked may have happened.
 */
sealed interface Records permits Json2, XmlRpc {
    /** The context in which a file is read as its size. */
    ObjectNode SIZES = JsonNodeFactory.instance.objectNode().put("bin_size", true);

    /** Logs in, before anything else is asked. Gives the user's id. */
    int login() throws IOException, OdooRefused;

    /** The new record's id. */
    int create(String model, ObjectNode values) throws IOException, OdooRefused;

    /** @param most how many ids are wanted */
    List<Integer> search(String model, ArrayNode domain, int most) throws IOException, OdooRefused;

    /** Files come as their size. */
    JsonNode read(String model, int id, List<String> fields) throws IOException, OdooRefused;

    /**
     * What a client needs to show a model.
     *
     * @param method {@code get_views}, or what it was before Odoo 16
     * @param views pairs of a view's id, or {@code false} for the usual one, and its type
     */
    JsonNode views(String model, String method, JsonNode views) throws IOException, OdooRefused;

    /** Those of {@code names} that are fields of the model in this version, as the keys of an object. */
    JsonNode fields(String model, List<String> names) throws IOException, OdooRefused;

    /** Calls a method that takes nothing but its records. */
    void call(String model, String method, List<Integer> ids) throws IOException, OdooRefused;
}
