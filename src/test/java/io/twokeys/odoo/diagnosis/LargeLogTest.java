package io.twokeys.odoo.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeLogTest {
    private static final Path RUN = Path.of("src/test/resources/odoo-logs/post-script-undefined-column/output.log");
    private static final int COPIES = 600_000;

    @Test
    void a_failure_after_a_hundred_megabytes_is_found_in_bounded_memory() throws IOException {
        byte[] log = Files.readAllBytes(RUN);
        String text = new String(log, UTF_8);
        int split = text.indexOf("2026-11-21 01:33:54,189 2360 ERROR");
        byte[] chatter =
                "2026-11-21 01:33:54,188 2360 INFO prod odoo.addons.sale_custom.models.note: working on another record of the shop, nothing to see here, go on please, 0123456789 0123456789 0123456789 \n"
                        .getBytes(UTF_8);
        InputStream middle =
                new SequenceInputStream(Collections.enumeration(Collections.nCopies(COPIES, chatter).stream()
                        .map(b -> (InputStream) new ByteArrayInputStream(b))
                        .toList()));
        InputStream all = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(log, 0, split),
                middle,
                new ByteArrayInputStream(log, split, log.length - split))));
        Diagnosis d = new Diagnostician()
                .diagnose(new Evidence(
                        new Evidence.Asked("prod", List.of("sale_custom"), Map.of()),
                        all,
                        255,
                        null,
                        null,
                        null,
                        null));
        assertThat(d.cause()).isEqualTo(Cause.MIGRATION_SCRIPT);
        assertThat(d.place().firstFailure())
                .isEqualTo(new Diagnosis.FirstFailure(
                        26L + COPIES, "ERROR: column \"legacy_ref\" does not exist", 25L + COPIES));
    }
}
