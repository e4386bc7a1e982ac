package io.twokeys.odoo.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** XML-RPC's calls and answers, with JSON's values for its own. */
final class XmlRpcText {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** {@code RPC_FAULT_CODE_ACCESS_ERROR}, in 14 to 19. */
    private static final int ACCESS_ERROR = 4;

    private XmlRpcText() {}

    /** A call of {@code method}. There is no null in XML-RPC. */
    static String call(String method, List<JsonNode> words) {
        var xml = new StringBuilder("<?xml version=\"1.0\"?><methodCall><methodName>")
                .append(method)
                .append("</methodName><params>");
        words.forEach(word -> write(word, xml.append("<param>")).append("</param>"));
        return xml.append("</params></methodCall>").toString();
    }

    private static StringBuilder write(JsonNode value, StringBuilder xml) {
        xml.append("<value>");
        switch (value.getNodeType()) {
            case BOOLEAN ->
                xml.append("<boolean>").append(value.asBoolean() ? 1 : 0).append("</boolean>");
            case NUMBER -> {
                String type = value.isIntegralNumber() ? "int" : "double";
                xml.append('<').append(type).append('>').append(value.asText());
                xml.append("</").append(type).append('>');
            }
            case STRING ->
                xml.append("<string>").append(escaped(value.asText())).append("</string>");
            case ARRAY -> {
                xml.append("<array><data>");
                value.forEach(item -> write(item, xml));
                xml.append("</data></array>");
            }
            case OBJECT -> {
                xml.append("<struct>");
                value.fields().forEachRemaining(field -> {
                    xml.append("<member><name>").append(escaped(field.getKey())).append("</name>");
                    write(field.getValue(), xml).append("</member>");
                });
                xml.append("</struct>");
            }
            case NULL, MISSING, BINARY, POJO ->
                throw new IllegalArgumentException("XML-RPC has no " + value.getNodeType());
        }
        return xml.append("</value>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * The value of an answer.
     *
     * @throws OdooRefused if it is a fault, or no answer of XML-RPC's
     */
    static JsonNode answer(String xml) throws OdooRefused {
        Element root = root(xml);
        for (Element part : Xml.children(root)) {
            if (part.getTagName().equals("fault")) {
                JsonNode fault = read(only(part));
                throw new OdooRefused(
                        fault.path("faultString").asText(),
                        fault.path("faultCode").asInt() == ACCESS_ERROR);
            }
        }
        return read(only(only(only(root))));
    }

    private static Element root(String xml) throws OdooRefused {
        try {
            return Xml.root(xml);
        } catch (
                @SuppressWarnings("unused")
                SAXException notXml) {
            throw new OdooRefused("the answer is no XML-RPC");
        }
    }

    private static JsonNode read(Element value) throws OdooRefused {
        List<Element> children = Xml.children(value);
        if (children.isEmpty()) return JSON.textNode(value.getTextContent());
        Element typed = children.getFirst();
        String text = typed.getTextContent();
        try {
            return switch (typed.getTagName()) {
                case "int", "i4" -> JSON.numberNode(Integer.parseInt(text.strip()));
                case "i8" -> JSON.numberNode(Long.parseLong(text.strip()));
                case "double" -> JSON.numberNode(Double.parseDouble(text.strip()));
                case "boolean" -> JSON.booleanNode(text.strip().equals("1"));
                case "nil" -> JSON.nullNode();
                case "array" -> array(only(typed));
                case "struct" -> struct(typed);
                default -> JSON.textNode(text);
            };
        } catch (
                @SuppressWarnings("unused")
                NumberFormatException noNumber) {
            throw new OdooRefused("the answer holds a number that is none");
        }
    }

    private static ArrayNode array(Element data) throws OdooRefused {
        ArrayNode array = JSON.arrayNode();
        for (Element value : Xml.children(data)) array.add(read(value));
        return array;
    }

    private static ObjectNode struct(Element struct) throws OdooRefused {
        ObjectNode object = JSON.objectNode();
        for (Element member : Xml.children(struct)) {
            List<Element> parts = Xml.children(member);
            if (parts.size() != 2) throw new OdooRefused("the answer is no XML-RPC");
            object.set(parts.getFirst().getTextContent(), read(parts.getLast()));
        }
        return object;
    }

    private static Element only(Element parent) throws OdooRefused {
        List<Element> children = Xml.children(parent);
        if (children.size() != 1) throw new OdooRefused("the answer is no XML-RPC");
        return children.getFirst();
    }
}
