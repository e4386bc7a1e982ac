package io.twokeys.fleet;

import io.twokeys.fleet.Section.Rule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to work after an upgrade before visitors are let in again.
 *
 * @param login as whom Odoo is asked for records; null if it is not
 * @param flows what is entered as a draft and deleted again
 * @param modules module to pages that are asked for only when that module has just changed
 */
public record Smoke(List<Page> pages, @Nullable Login login, List<Flow> flows, Map<String, List<Page>> modules) {
    /** Nothing beyond the login page. */
    public static final Smoke NONE = new Smoke(List.of(), null, List.of(), Map.of());

    /** No {@code //}, which would lead to another host. */
    private static final Rule PATH = Rule.of(
            "/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*", "a path of Odoo's that starts with one /");

    private static final Rule STATUS = Rule.of("[1-5][0-9]{2}", "an HTTP status such as 200");
    private static final Rule TEXT = Rule.of("[^\\x00-\\x1f]{1,200}", "a text of one line, at most 200 characters");
    private static final Rule USER = Rule.of("\\S{1,128}", "the login of a user of Odoo, without spaces");
    private static final Rule FLOW = Rule.of(
            String.join("|", Arrays.stream(Flow.values()).map(Flow::word).toList()),
            "some of "
                    + String.join(
                            ", ", Arrays.stream(Flow.values()).map(Flow::word).toList()));
    private static final Rule MODULE =
            Rule.of("[a-z][a-z0-9_]{0,62}", "the technical name of a module such as sale_custom");
    private static final int JSON_2_BEGINS = 19;

    public Smoke {
        pages = List.copyOf(pages);
        flows = List.copyOf(flows);
        modules = Map.copyOf(modules);
    }

    /**
     * A page of Odoo's.
     *
     * @param status what it must answer, after redirections unless the status is one itself
     * @param text what must stand in it; empty for anything
     */
    public record Page(String path, int status, String text) {}

    /** @param secret file of this machine with the password, or an API key, in its only line */
    public record Login(String user, Path secret, Protocol protocol) {}

    /** How Odoo is asked for records. */
    public enum Protocol {
        /** {@code /xmlrpc/2}: Odoo 14 to 19, announced to end with 20. */
        XML_RPC,
        /** {@code /json/2}: from Odoo 19 on, with an API key. */
        JSON_2;

        private static final List<String> WORDS =
                Arrays.stream(values()).map(it -> word(it)).toList();

        private static Protocol of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** A flow that a company lives on, by its first document. */
    public enum Flow {
        SALE_ORDER,
        DRAFT_INVOICE,
        STOCK_MOVE;

        /** {@code sale-order} */
        public String word() {
            return Smoke.word(this);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isNone() {
        return pages.isEmpty() && login == null && modules.isEmpty();
    }

    /** @param series of the target's Odoo, {@code 19.0} */
    static Smoke read(Section target, String series) {
        if (!target.keys().contains("smoke")) return NONE;
        try (var section = target.section("smoke")) {
            var pages = section.keys().contains("pages") ? pages(section) : List.<Page>of();
            var login = section.keys().contains("login") ? login(section, series) : null;
            var flows = section.list("transactions", FLOW).stream()
                    .flatMap(word -> flow(word).stream())
                    .toList();
            if (!flows.isEmpty() && login == null) {
                section.wrong("transactions", "there is nobody to enter them as", "Add login beside it");
            }
            var modules = section.keys().contains("modules") ? modules(section) : Map.<String, List<Page>>of();
            return new Smoke(pages, login, flows, modules);
        }
    }

    private static Map<String, List<Page>> modules(Section smoke) {
        Map<String, List<Page>> modules = new LinkedHashMap<>();
        try (var section = smoke.section("modules")) {
            section.sections().forEach((name, module) -> {
                if (!MODULE.allows(name)) section.wrong(name, "not a module", "Write " + MODULE.meaning());
                try (module) {
                    modules.put(name, pages(module));
                }
            });
        }
        return modules;
    }

    private static List<Page> pages(Section smoke) {
        try (var section = smoke.section("pages")) {
            return section.sections().entrySet().stream()
                    .map(page -> page(section, page.getKey(), page.getValue()))
                    .toList();
        }
    }

    private static Page page(Section pages, String path, Section section) {
        if (!PATH.allows(path)) pages.wrong(path, "not a path", "Write " + PATH.meaning());
        try (section) {
            var status = section.text("status", STATUS, "200");
            return new Page(path, status.isEmpty() ? 0 : Integer.parseInt(status), section.text("text", TEXT, ""));
        }
    }

    private static Login login(Section smoke, String series) {
        try (var section = smoke.section("login")) {
            int version = series.isEmpty() ? 0 : Integer.parseInt(series.substring(0, series.indexOf('.')));
            var usual = version > JSON_2_BEGINS ? Protocol.JSON_2 : Protocol.XML_RPC;
            var protocol = Protocol.of(section.choice("protocol", Protocol.WORDS, word(usual)));
            if (protocol == Protocol.JSON_2 && version < JSON_2_BEGINS) {
                section.wrong("protocol", "Odoo " + series + " does not speak json-2", "Write xml-rpc");
            }
            return new Login(section.text("user", USER), FleetFile.existing(section, "password-file", true), protocol);
        }
    }

    private static Optional<Flow> flow(String word) {
        return Arrays.stream(Flow.values())
                .filter(flow -> flow.word().equals(word))
                .findFirst();
    }
}
