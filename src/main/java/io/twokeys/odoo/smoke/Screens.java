package io.twokeys.odoo.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Opens what modules show, as one user: asks for the views as the web client does, then reads one record with the fields that
 * they show, computed ones too. A view or a field that is broken is seen by nobody before it is opened. Never writes.
 */
final class Screens {
    private static final int MODULES = 12;
    private static final int OF_A_MODULE = 8;
    private static final int IN_ALL = 40;
    private static final int GET_VIEWS_BEGINS = 16;

    /** Those that show records one by one, the most telling first; a pivot may take long to read on a large database. */
    private static final List<String> OF_RECORDS = List.of("list", "tree", "kanban", "form");

    private final Records records;
    private final String method;
    private int left = IN_ALL;

    /** @param series of the Odoo that is asked, {@code 19.0} */
    Screens(Records records, String series) {
        this.records = records;
        int version = Integer.parseInt(series.substring(0, series.indexOf('.')));
        this.method = version < GET_VIEWS_BEGINS ? "load_views" : "get_views";
    }

    /** One line per module, the first ones first. When nobody answers, the rest is not asked for. */
    List<Seen> open(List<String> modules, List<Screen> screens) {
        List<Seen> seen = new ArrayList<>();
        for (String module : modules) {
            if (seen.size() == MODULES || left == 0) break;
            try {
                seen.add(open(
                        module,
                        screens.stream()
                                .filter(screen -> screen.module().equals(module))
                                .toList()));
            } catch (IOException e) {
                seen.add(Seen.noAnswer(what(module), e));
                return seen;
            }
        }
        int rest = modules.size() - seen.size();
        if (rest > 0) seen.add(Seen.skipped("other modules", rest + " more were loaded, nothing of them was opened"));
        return seen;
    }

    private Seen open(String module, List<Screen> screens) throws IOException {
        if (screens.isEmpty()) return Seen.skipped(what(module), "nothing to open");
        var asked = screens.subList(0, Math.min(Math.min(screens.size(), OF_A_MODULE), left));
        left -= asked.size();
        var opened = new Opened(screens.size() - asked.size());
        for (Screen screen : asked) open(screen, opened);
        return opened.as(what(module));
    }

    private void open(Screen screen, Opened opened) throws IOException {
        try {
            boolean read = reads(screen);
            (read ? opened.whole : opened.empty).add(screen.model());
        } catch (OdooRefused refused) {
            if (refused.forAccess()) opened.denied.add(screen.model());
            else opened.failed.add(screen.model() + ": " + refused.getMessage());
        }
    }

    /** Whether what is to be seen could be read; not if there is no record yet. */
    private boolean reads(Screen screen) throws IOException, OdooRefused {
        try {
            Optional<List<String>> fields = fields(records.views(screen.model(), method, screen.views()));
            if (fields.isEmpty()) return true;
            List<Integer> ids = records.search(screen.model(), JsonNodeFactory.instance.arrayNode(), 1);
            if (ids.isEmpty()) return false;
            records.read(screen.model(), ids.getFirst(), fields.get());
            return true;
        } catch (OdooRefused refused) {
            if (refused.onlyNotCarried()) return true;
            throw refused;
        }
    }

    /** The fields of its most telling view; empty if none shows records. */
    private static Optional<List<String>> fields(JsonNode answer) throws OdooRefused {
        JsonNode views = answer.path(answer.has("views") ? "views" : "fields_views");
        for (String type : OF_RECORDS) {
            JsonNode arch = views.path(type).path("arch");
            if (arch.isTextual()) return Optional.of(fields(arch.asText()));
        }
        return Optional.empty();
    }

    private static List<String> fields(String arch) throws OdooRefused {
        try {
            List<String> names = new ArrayList<>(List.of("display_name"));
            collect(Xml.root(arch), names);
            return names.stream().distinct().toList();
        } catch (
                @SuppressWarnings("unused")
                SAXException notXml) {
            throw new OdooRefused("a view of it is no XML");
        }
    }

    /** Below a field, and below the buttons of a group, stands what belongs to another model. */
    private static void collect(Element element, List<String> names) {
        for (Element child : Xml.children(element)) {
            switch (child.getTagName()) {
                case "field" -> names.add(child.getAttribute("name"));
                case "groupby" -> {}
                default -> collect(child, names);
            }
        }
    }

    private static String what(String module) {
        return "module " + module;
    }

    /** What became of the models of one module. */
    private static final class Opened {
        private static final int TOLD = 3;

        private final int notAsked;
        private final List<String> whole = new ArrayList<>();
        private final List<String> empty = new ArrayList<>();
        private final List<String> denied = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();

        Opened(int notAsked) {
            this.notAsked = notAsked;
        }

        Seen as(String what) {
            List<String> said = new ArrayList<>();
            failed.stream().limit(TOLD).forEach(said::add);
            if (failed.size() > TOLD) said.add((failed.size() - TOLD) + " more fail");
            say(said, "opened ", whole);
            say(said, "opened without a record ", empty);
            say(said, "this user may not read ", denied);
            if (notAsked > 0) said.add(notAsked + " more not opened");
            String evidence = String.join("; ", said);
            if (!failed.isEmpty()) return Seen.failed(what, evidence);
            return whole.isEmpty() && empty.isEmpty() ? Seen.skipped(what, evidence) : Seen.passed(what, evidence);
        }

        private static void say(List<String> said, String what, List<String> models) {
            if (!models.isEmpty()) said.add(what + String.join(", ", models));
        }
    }
}
