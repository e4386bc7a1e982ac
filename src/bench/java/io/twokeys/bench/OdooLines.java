package io.twokeys.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines as an upgrade of Odoo writes them, about 134 bytes each: mostly INFO, now and then a warning, a secret or a line without prefix. */
final class OdooLines {
    private OdooLines() {}

    static String line(int number) {
        String level = number % 5_000 == 4_999 ? "WARNING" : "INFO";
        String text = switch (number % 100) {
            case 7 -> "Connecting to postgresql://odoo:secret%d@db.example.com/shop".formatted(number);
            case 31 -> "mail sent to customer%d@example.com".formatted(number);
            default -> "Computing parent left and right for table stock_location_route, row " + number;
        };
        return "2026-11-21 10:%02d:%02d,%03d 4242 %s shop odoo.addons.stock.models.stock_rule: %s (request %08x)\n"
                .formatted(number / 60_000 % 60, number / 1000 % 60, number % 1000, level, text, number);
    }

    static Path write(Path file, int lines) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < lines; i++) out.write(line(i).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
