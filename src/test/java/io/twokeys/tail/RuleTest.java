package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RuleTest {
    private static final List<String> PIECES = List.of(
            "password",
            "PassWd",
            "pwd",
            "pwd=/",
            "pass=",
            "bypass=",
            "pw=",
            "passphrase",
            "secret",
            "token",
            "api_key",
            "api-key",
            "apikey",
            "access_key",
            "accesskey",
            "private_key",
            "auth_key",
            "session_id",
            "credentials",
            "authorization: ",
            "Authorization=\"Basic ",
            "Bearer ",
            "bearer\t",
            "--",
            "--db-",
            "=",
            " = ",
            ": ",
            ":",
            "=>",
            "'",
            "\"",
            "\\\"",
            "[",
            "]",
            "}",
            ",",
            ";",
            "&",
            ".",
            "-",
            "_",
            "+",
            "%",
            "/",
            "://",
            "@",
            "u:p@",
            "a.b@c.de",
            "x".repeat(64) + "@c.de",
            "postgresql-17@main.service",
            "Deleting ",
            "12@ir.model",
            " ",
            "\t",
            "abc",
            "AbC123",
            "QUJD".repeat(12),
            "\n",
            "é",
            "hunter2");

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(14).map(pieces -> String.join("", pieces));
    }

    /** Looking only where a match may begin finds what looking everywhere finds. */
    @Property(tries = 5000)
    void no_match_begins_elsewhere(@ForAll("lines") String text) {
        String line = new String(text.getBytes(ISO_8859_1), ISO_8859_1);
        for (Rule rule : Rule.ALL) {
            String everywhere = rule.where()
                    .matcher(line)
                    .replaceAll(match -> Matcher.quoteReplacement(rule.remains().apply(match)));
            assertThat(rule.mask(line)).as(rule.where().pattern()).isEqualTo(everywhere);
        }
    }
}
