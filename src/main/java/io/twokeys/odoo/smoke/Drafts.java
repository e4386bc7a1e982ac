package io.twokeys.odoo.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twokeys.fleet.Smoke.Flow;
import java.io.IOException;
import java.util.List;

/**
 * Documents that are entered as drafts, read and deleted again; a sale order that may not be deleted is cancelled. None is ever
 * confirmed or posted: what was once posted stays for good in Odoo 14 to 19. A sale order uses up a number.
 *
 * <p>Each carries a mark, so that what an attempt left that was cut off is found and put away by the next.
 */
final class Drafts {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_LEFTOVERS = 20;

    private final Records records;
    private final int user;
    private final String mark;

    Drafts(Records records, int user, String mark) {
        this.records = records;
        this.user = user;
        this.mark = mark;
    }

    /**
     * A document to be entered.
     *
     * @param marked the field that carries the mark
     * @param cancel the method that cancels a draft; empty if it is only ever deleted
     */
    private record Form(String model, String marked, String cancel, ObjectNode values) {}

    Seen enter(Flow flow) {
        String what = flow.word().replace('-', ' ');
        try {
            Form form = form(flow);
            for (int left : drafts(form)) putAway(form, left);
            int id = records.create(form.model(), form.values());
            return readAndPutAway(what, form, id);
        } catch (OdooRefused refused) {
            return Seen.failed(what, String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            return new Seen(
                    what,
                    Seen.Result.NO_ANSWER,
                    "no answer (" + e.getMessage() + "); a draft with the mark “" + mark + "” may be left");
        }
    }

    /** Whatever reading it comes to, it is put away. */
    private Seen readAndPutAway(String what, Form form, int id) throws IOException {
        String wrong = wrong(form, id);
        try {
            String done = putAway(form, id);
            if (!drafts(form).isEmpty()) return Seen.failed(what, left(form, id) + ", Odoo keeps it");
            return wrong.isEmpty() ? Seen.passed(what, "entered as a draft, read, " + done) : Seen.failed(what, wrong);
        } catch (OdooRefused refused) {
            return Seen.failed(what, left(form, id) + ": " + refused.getMessage());
        }
    }

    private String left(Form form, int id) {
        return form.model() + " " + id + " with the mark “" + mark + "” is left behind, delete it";
    }

    /** What is wrong with the document as Odoo kept it; empty if nothing. */
    private String wrong(Form form, int id) throws IOException {
        try {
            JsonNode kept = records.read(form.model(), id, List.of(form.marked(), "state"));
            boolean same = kept.path(form.marked()).asText().equals(mark)
                    && kept.path("state").asText().equals("draft");
            return same ? "" : "what was entered reads otherwise: " + kept;
        } catch (OdooRefused refused) {
            return "cannot be read: " + refused.getMessage();
        }
    }

    /** Salespeople may cancel but not delete. */
    private String putAway(Form form, int id) throws IOException, OdooRefused {
        try {
            records.call(form.model(), "unlink", List.of(id));
            return "deleted";
        } catch (OdooRefused notDeleted) {
            if (form.cancel().isEmpty()) throw notDeleted;
            records.call(form.model(), form.cancel(), List.of(id));
            return "cancelled";
        }
    }

    private List<Integer> drafts(Form form) throws IOException, OdooRefused {
        var domain = domain(term(form.marked(), "=", JSON.textNode(mark)), term("state", "=", JSON.textNode("draft")));
        return records.search(form.model(), domain, MOST_LEFTOVERS);
    }

    private Form form(Flow flow) throws IOException, OdooRefused {
        JsonNode me = records.read("res.users", user, List.of("partner_id", "company_id"));
        int company = me.path("company_id").path(0).asInt();
        return switch (flow) {
            case SALE_ORDER -> saleOrder(me.path("partner_id").path(0).asInt(), company);
            case DRAFT_INVOICE -> invoice(me.path("partner_id").path(0).asInt());
            case STOCK_MOVE -> stockMove(company);
        };
    }

    private Form saleOrder(int partner, int company) throws IOException, OdooRefused {
        int product = one("product.product", term("sale_ok", "=", JSON.booleanNode(true)), within(company));
        var values = JSON.objectNode().put("partner_id", partner).put("client_order_ref", mark);
        var line = JSON.objectNode().put("product_id", product).put("product_uom_qty", 1);
        values.putArray("order_line").add(added(line));
        return new Form("sale.order", "client_order_ref", "action_cancel", values);
    }

    private Form invoice(int partner) {
        var values = JSON.objectNode()
                .put("move_type", "out_invoice")
                .put("partner_id", partner)
                .put("ref", mark);
        var line = JSON.objectNode().put("name", mark).put("quantity", 1).put("price_unit", 1);
        values.putArray("invoice_line_ids").add(added(line));
        return new Form("account.move", "ref", "", values);
    }

    /** Its description went away with Odoo 19, its unit is computed from 16 on. */
    private Form stockMove(int company) throws IOException, OdooRefused {
        var goods = JSON.arrayNode().add("product").add("consu");
        int product = one("product.product", term("type", "in", goods), within(company));
        int from = one("stock.location", term("usage", "=", JSON.textNode("internal")), within(company));
        int to = one("stock.location", term("usage", "=", JSON.textNode("customer")), within(company));
        var values = JSON.objectNode()
                .put("origin", mark)
                .put("product_id", product)
                .put("product_uom_qty", 1)
                .put("location_id", from)
                .put("location_dest_id", to);
        JsonNode fields = records.fields("stock.move", List.of("name", "product_uom"));
        if (fields.has("name")) values.put("name", mark);
        if (fields.has("product_uom")) {
            JsonNode unit = records.read("product.product", product, List.of("uom_id"));
            values.put("product_uom", unit.path("uom_id").path(0).asInt());
        }
        return new Form("stock.move", "origin", "", values);
    }

    private int one(String model, ArrayNode... terms) throws IOException, OdooRefused {
        var domain = domain(terms);
        return records.search(model, domain, 1).stream()
                .findFirst()
                .orElseThrow(() -> new OdooRefused("this user sees no " + model + " with " + domain));
    }

    private static ArrayNode within(int company) {
        return term("company_id", "in", JSON.arrayNode().add(false).add(company));
    }

    private static ArrayNode term(String field, String operator, JsonNode value) {
        return JSON.arrayNode().add(field).add(operator).add(value);
    }

    private static ArrayNode domain(ArrayNode... terms) {
        return JSON.arrayNode().addAll(List.of(terms));
    }

    /** Odoo's command to add a line. */
    private static ArrayNode added(ObjectNode line) {
        return JSON.arrayNode().add(0).add(0).add(line);
    }
}
