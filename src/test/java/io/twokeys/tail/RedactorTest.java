package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final Redactor REDACTOR = new Redactor();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "connecting to postgresql://odoo:s3cr3t@db:5432/prod|connecting to postgresql://odoo:•••@db:5432/prod",
                "https://u:p@ss@host/x|https://u:•••@host/x",
                "password=hunter2 user=odoo|password=•••  user=odoo",
                "db_password = my pass word|db_password = •••",
                "admin_passwd = $pbkdf2-sha512$600000$abc$def|admin_passwd = •••",
                "{'login': 'x', 'password': 'hun ter2', 'n': 1}|{'login': 'x', 'password': '•••', 'n': 1}",
                "{\"api_key\":\"abc\",\"n\":1}|{\"api_key\":\"•••\",\"n\":1}",
                "{\"secret\": \"a\\\"b\", \"n\": 1}|{\"secret\": \"•••\", \"n\": 1}",
                "vals['password'] = 'x'|vals['password'] = '•••'",
                "Password: hunter2|Password: •••",
                "odoo-bin --db_password hunter2 -d prod|odoo-bin --db_password ••• -d prod",
                "GET /web?access_token=abc123&db=prod|GET /web?access_token=•••&db=prod",
                "Authorization: Basic dXNlcjpwdw==|Authorization: Basic •••",
                "sending Bearer abcdefghijklmnop.qrst|sending Bearer •••",
                "key AKIAIOSFODNN7EXAMPLE used|key AKIA••• used",
                "slack xoxb-1234567890-abcdef here|slack xoxb-••• here",
                "push to ghp_abcdefghijklmnopqrst1234|push to ghp_•••",
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_x|jwt eyJ•••",
                "hook https://hooks.slack.com/services/T0/B0/abc|hook https://hooks.slack.com/services/•••",
                "-----BEGIN RSA PRIVATE KEY-----MIIEabc-----END|-----BEGIN RSA PRIVATE KEY-----•••-----END",
                "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7|•••",
                "mail to jane.doe@example.co.uk failed|mail to j•••@e••• failed",
                "<jane@example.com>|<j•••@e•••>",
                "paid from DE89 3704 0044 0532 0130 00 today|paid from DE••• today",
                "paid from GB82WEST12345698765432.|paid from GB•••.",
                "a@b.example%x@c.com|a•••@b•••%•••@c•••",
                "call +49 (30) 1234-5678 now|call +••• now",
            })
    void secrets_and_customer_data_are_masked(String line, String masked) {
        assertThat(REDACTOR.redact(line)).isEqualTo(masked.replace("•••  ", "••• "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01 10:00:00,123 4242 INFO prod odoo.modules.loading: Loading module sale (3/10)",
                "2026-03-01 10:00:00,123 4242 WARNING prod odoo.addons.auth_totp_token: nothing to do",
                "2026-03-01T10:00:00.123+00:00 host odoo[12]: started",
                "psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint \"x_uniq\"",
                "DETAIL:  Key (id)=(5) already exists.",
                "  File \"/srv/odoo/addons/sale_custom/models/sale.py\", line 12, in write",
                "    @api.model",
                "commit 3f786850e387550fdab836ed7e6dc881de23001b",
                "3f786850e387550fdab836ed7e6dc881de23001b",
                "order S00042 DE00 1234 5678 9012 3456 78 is not an IBAN",
                "1+12345678 rows, offset +0200, 12:00:00+00:00",
                "checking ssh://git@host/addons and /web?debug=1",
                "-----BEGIN RSA PRIVATE KEY-----",
                "odoohost sudo[6693]:   deploy : PWD=/home/deploy ; USER=odoo ; COMMAND=/usr/bin/odoo-bin -d prod",
                "INFO prod odoo.addons.base.models.ir_model: Deleting 8152@ir.model.fields (sale_custom.field_x)",
                "systemd[1]: Stopped postgresql@17-main.service - PostgreSQL Cluster 17-main.",
                "module token_bucket loaded in 0.12s, 34 queries (+34 extra)",
            })
    void the_language_of_logs_is_left_alone(String line) {
        assertThat(REDACTOR.redact(line)).isEqualTo(line);
    }

    @Test
    void recorded_runs_of_odoo_hold_nothing_to_mask() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/odoo-logs"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                String log = Files.readString(file);
                assertThat(REDACTOR.redact(log)).as(file.toString()).isEqualTo(log);
            }
        }
    }

    @Test
    void invalid_utf8_and_line_ends_survive() {
        byte[] line = {'p', 'w', '=', 'x', ' ', (byte) 0xff, (byte) 0xc3, '\r', '\n', (byte) 0xfe};
        LogFeed feed = new LogFeed(0);
        assertThat(feed.feed(line, line.length).text())
                .isEqualTo(concat("pw=••• ".getBytes(UTF_8), new byte[] {(byte) 0xff, (byte) 0xc3, '\r', '\n'}));
        assertThat(feed.end().text()).isEqualTo(new byte[] {(byte) 0xfe});
    }

    @Test
    void the_longest_line_of_the_worst_kind_is_masked_in_no_time() {
        for (String unit :
                List.of("a", "token", "a@", "token=", "://a:", "\\\"", "+1 ", "AB12 ", "'token' : \"\\", "eyJ")) {
            String line = "token @ +1 AB12 " + unit.repeat(200_000 / unit.length()) + "\n";
            long began = System.nanoTime();
            REDACTOR.redact(line);
            assertThat((System.nanoTime() - began) / 1_000_000)
                    .as("ms for " + unit)
                    .isLessThan(4_000);
        }
    }

    @Property(tries = 200)
    void masking_does_not_depend_on_how_the_bytes_arrive(
            @ForAll("logs") String log, @ForAll("cuts") List<Integer> cuts) {
        byte[] bytes = log.getBytes(UTF_8);
        LogFeed feed = new LogFeed(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        int next = 0;
        while (from < bytes.length) {
            int length = Math.min(bytes.length - from, cuts.get(next++ % cuts.size()));
            LogFeed.Piece piece = feed.feed(Arrays.copyOfRange(bytes, from, from + length), length);
            out.writeBytes(piece.text());
            from += length;
        }
        out.writeBytes(feed.end().text());
        assertThat(out.toString(UTF_8)).isEqualTo(REDACTOR.redact(log));
    }

    @Property(tries = 300)
    void masking_twice_changes_nothing(@ForAll("logs") String log) {
        String once = REDACTOR.redact(log);
        assertThat(REDACTOR.redact(once)).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> logs() {
        Arbitrary<String> parts = Arbitraries.of(
                "password",
                "=",
                ": ",
                "'",
                "\"",
                "hunter2",
                " ",
                "\n",
                "\r\n",
                "://",
                "user:",
                "pw@host.com",
                "a@b.example",
                "+49 30 1234567",
                "xoxb-1234567890ab",
                "token",
                "•••",
                "é",
                "--secret ",
                "DE89370400440532013000",
                "Bearer abcdefghijklmnopq",
                "\\\"",
                "]",
                ",",
                "eyJhbGciOiJIUzI1.eyJzdWIiOiIx.x",
                "INFO prod odoo.sql_db: ");
        return parts.list().ofMaxSize(30).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(10);
    }

    @Example
    void masking_keeps_up_with_a_fast_log() {
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            kinds.add(
                    "2026-03-01 10:00:00,%03d 4242 INFO prod odoo.modules.loading: Loading module sale_custom (%d/100) in the usual way, nothing to see\n"
                            .formatted(i, i));
        }
        kinds.set(
                50,
                "2026-03-01 10:00:00,050 4242 INFO prod odoo.sql_db: connecting to postgresql://odoo:s3cr3t@db:5432/prod for jane@example.com\n");
        byte[] block = String.join("", kinds).getBytes(UTF_8);
        double best = Stream.generate(() -> seconds(block, 1_000))
                .limit(4)
                .min(Double::compare)
                .orElseThrow();
        double speed = block.length * 1_000 / 1e6 / best;
        assertThat(speed).as("MB/s").isGreaterThan(40);
    }

    private static double seconds(byte[] block, int times) {
        LogFeed feed = new LogFeed(0);
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) feed.feed(block, block.length);
        return (System.nanoTime() - began) / 1e9;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(a);
        out.writeBytes(b);
        return out.toByteArray();
    }
}
