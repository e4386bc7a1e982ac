package io.twokeys.odoo.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
    private final ManifestParser parser = new ManifestParser();

    @Test
    void a_manifest_is_read_with_all_its_forms_of_strings() {
        Manifest manifest = parser.parse(new ModuleName("sale_custom"), """
                # -*- coding: utf-8 -*-
                # Copyright
                {
                    'name': "Sale" ' Custom',  # two in one
                    "version": r'19.0.1.1.0',
                    'summary': u'caf\\u00e9 \\x41',
                    'description': \"""
                Lines with 'quotes' and "quotes"
                    \""",
                    'depends': ['sale_management', 'stock',],
                    'data': [
                        'security/ir.model.access.csv',
                        'views/a'
                        '.xml',
                    ],
                    'auto_install': True,
                    'sequence': -1.5e3, 'price': 1_000,
                    'installable': True,
                    'assets': {'web.assets': [('include', 'x'), ()]},
                    'external_dependencies': {'python': ('pylib',), 'bin': ['wkhtmltopdf']},
                }
                """);
        assertThat(manifest.version()).isEqualTo(new ModuleVersion("19.0.1.1.0"));
        assertThat(manifest.depends()).extracting(ModuleName::value).containsExactly("sale_management", "stock");
        assertThat(manifest.data()).containsExactly("security/ir.model.access.csv", "views/a.xml");
        assertThat(manifest.autoInstall()).isEqualTo(manifest.depends());
        assertThat(manifest.external()).isEqualTo(new Manifest.External(List.of("pylib"), List.of("wkhtmltopdf")));
    }

    @Test
    void missing_keys_have_odoos_defaults() {
        Manifest manifest = parser.parse(new ModuleName("x"), "{}");
        assertThat(manifest.version()).isEqualTo(new ModuleVersion("1.0"));
        assertThat(manifest.installable()).isTrue();
        assertThat(manifest.depends()).containsExactly(new ModuleName("base"));
        assertThat(manifest.autoInstall()).isEmpty();
    }

    @Test
    void a_docstring_before_the_dict_is_passed_over() {
        assertThat(parser.parse(new ModuleName("x"), "\"\"\"About\nx\"\"\"\n{'version': '2.0'}")
                        .version())
                .isEqualTo(new ModuleVersion("2.0"));
    }

    @Test
    void what_is_no_literal_is_refused_with_its_line() {
        assertThatThrownBy(() -> parser.parse(new ModuleName("x"), "{\n 'version': '1.0',\n 'data': glob('*')\n}"))
                .isInstanceOf(ManifestParser.Unreadable.class)
                .hasMessage("line 3: a manifest holds literals only, not glob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{'a': }",
                "{'a' 'b'",
                "{'a': 'b}",
                "{'a': 'b'} {}",
                "{'a': 1 2}",
                "{'depends': 'base'}",
                "{'depends': [1]}",
                "{'version': 1}",
                "{'version': ''}",
                "{'a': \"\"\"x}",
                "{'a': '\\xZZ'}",
                "{1, 'a': 2}",
                "import os"
            })
    void broken_manifests_are_refused(String source) {
        assertThatThrownBy(() -> parser.parse(new ModuleName("x"), source))
                .isInstanceOf(ManifestParser.Unreadable.class)
                .hasMessageStartingWith("line ");
    }

    @Property(tries = 300)
    void a_literal_that_is_written_is_read_back(@ForAll("literals") Object value) {
        assertThat(PythonLiteral.parse("# head\n" + write(value) + "  # tail\n"))
                .isEqualTo(value);
    }

    @Property(tries = 300)
    void any_text_is_read_or_refused(@ForAll String text) {
        try {
            parser.parse(new ModuleName("x"), text);
        } catch (ManifestParser.Unreadable refused) {
            assertThat(refused.line()).isPositive();
        }
    }

    @Provide
    Arbitrary<Object> literals() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                Arbitraries.strings()
                        .all()
                        .filter(s -> s.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                        .map(s -> (Object) s),
                Arbitraries.integers().map(i -> (Object) new BigDecimal(i)),
                Arbitraries.of(Boolean.TRUE, Boolean.FALSE).map(b -> (Object) b),
                Arbitraries.just((Object) Optional.empty()));
        return Arbitraries.recursive(() -> leaves, this::nested, 0, 3);
    }

    private Arbitrary<Object> nested(Arbitrary<Object> inner) {
        Arbitrary<Object> lists = inner.list().ofMaxSize(3).map(l -> (Object) l);
        Arbitrary<Object> dicts = Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(5), inner)
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(m -> (Object) new LinkedHashMap<Object, Object>(m));
        return Arbitraries.oneOf(inner, lists, dicts);
    }

    private static String write(Object value) {
        return switch (value) {
            case String s -> quote(s);
            case Boolean b -> b ? "True" : "False";
            case Optional<?> none -> "None";
            case List<?> l ->
                l.stream()
                        .map(ManifestParserTest::write)
                        .collect(Collectors.joining(", ", "[", l.isEmpty() ? "]" : ",]"));
            case Map<?, ?> m ->
                m.entrySet().stream()
                        .map(e -> write(e.getKey()) + ": " + write(e.getValue()))
                        .collect(Collectors.joining(",\n ", "{", "}"));
            default -> String.valueOf(value);
        };
    }

    private static String quote(String s) {
        StringBuilder out = new StringBuilder("'");
        s.codePoints().forEach(c -> {
            if (c == '\'' || c == '\\') out.append('\\').appendCodePoint(c);
            else if (c < 32) out.append("\\x%02x".formatted(c));
            else out.appendCodePoint(c);
        });
        return out.append('\'').toString();
    }
}
