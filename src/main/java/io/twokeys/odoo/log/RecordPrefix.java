package io.twokeys.odoo.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Reads {@code %(asctime)s %(pid)s %(levelname)s %(dbname)s %(name)s: } from bytes. Remembers the last database and logger
 * names, which rarely change from line to line. Not thread-safe.
 */
final class RecordPrefix {
    static final int TIMESTAMP = 23;
    private static final String SHAPE = "dddd-dd-dd dd:dd:dd,ddd ";
    private static final String JOURNAL = "??? ?d dd:dd:dd ";

    long pid;
    Level level = Level.NONE;
    String database = "";
    String logger = "";
    /** In characters, not bytes. */
    int messageAt;

    private byte[] databaseBytes = {};
    private byte[] loggerBytes = {};

    /** Whether {@code line} starts with a prefix; the fields hold it then. */
    boolean parse(byte[] line, int length) {
        if (length < TIMESTAMP + 8 || !timestamp(line)) return false;
        int at = TIMESTAMP + 1;
        long number = 0;
        int start = at;
        while (at < length && digit(line[at])) number = number * 10 + (line[at++] - '0');
        if (at == start || at - start > 10 || at >= length || line[at] != ' ') return false;
        int end = space(line, at + 1, length);
        if (end < 0) return false;
        Level read = level(line, at + 1, end);
        if (read == Level.NONE) return false;
        int databaseEnd = space(line, end + 1, length);
        if (databaseEnd < 0) return false;
        int loggerEnd = colon(line, databaseEnd + 1, length);
        if (loggerEnd < 0) return false;
        pid = number;
        level = read;
        remember(line, end + 1, databaseEnd, loggerEnd);
        int wide = databaseBytes.length - database.length() + loggerBytes.length - logger.length();
        messageAt = Math.min(length, loggerEnd + 2) - wide;
        return true;
    }

    /** How long the journal's prefix before a line of Odoo's is; 0 without one. */
    static int journal(byte[] line, int length) {
        if (length < JOURNAL.length() + 8 || line[0] < 'A' || line[0] > 'Z' || !shaped(JOURNAL, line)) return 0;
        int program = space(line, JOURNAL.length(), length);
        if (program < 0 || !starts(line, program + 1, length, "odoo") && !starts(line, program + 1, length, "python"))
            return 0;
        for (int i = program; i + 2 < length && line[i + 1] != ' '; i++) {
            if (line[i + 1] == ']' && line[i + 2] == ':') return Math.min(length, i + 4);
        }
        return 0;
    }

    private static boolean starts(byte[] line, int from, int length, String word) {
        if (from + word.length() > length) return false;
        for (int i = 0; i < word.length(); i++) if (line[from + i] != word.charAt(i)) return false;
        return true;
    }

    private void remember(byte[] line, int databaseStart, int databaseEnd, int loggerEnd) {
        if (!same(databaseBytes, line, databaseStart, databaseEnd)) {
            databaseBytes = Arrays.copyOfRange(line, databaseStart, databaseEnd);
            database = new String(databaseBytes, UTF_8);
        }
        if (!same(loggerBytes, line, databaseEnd + 1, loggerEnd)) {
            loggerBytes = Arrays.copyOfRange(line, databaseEnd + 1, loggerEnd);
            logger = new String(loggerBytes, UTF_8);
        }
    }

    private static boolean same(byte[] known, byte[] line, int start, int end) {
        return Arrays.equals(known, 0, known.length, line, start, end);
    }

    private static boolean timestamp(byte[] line) {
        return shaped(SHAPE, line);
    }

    /** {@code d} for a digit, {@code ?} for anything. */
    private static boolean shaped(String shape, byte[] line) {
        for (int i = 0; i < shape.length(); i++) {
            char want = shape.charAt(i);
            if (want == 'd' ? !digit(line[i]) : want != '?' && line[i] != want) return false;
        }
        return true;
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int space(byte[] line, int from, int length) {
        for (int i = from; i < length; i++) if (line[i] == ' ') return i > from ? i : -1;
        return -1;
    }

    /** The colon that ends the logger's name: followed by a space or the end of the line. */
    private static int colon(byte[] line, int from, int length) {
        for (int i = from; i < length; i++) {
            if (line[i] == ':' && (i + 1 == length || line[i + 1] == ' ')) return i > from ? i : -1;
            if (line[i] == ' ') return -1;
        }
        return -1;
    }

    private static Level level(byte[] line, int start, int end) {
        return switch (end - start) {
            case 4 -> line[start] == 'I' ? Level.INFO : Level.NONE;
            case 5 -> line[start] == 'D' ? Level.DEBUG : line[start] == 'E' ? Level.ERROR : Level.NONE;
            case 7 -> line[start] == 'W' ? Level.WARNING : Level.NONE;
            case 8 -> line[start] == 'C' ? Level.CRITICAL : Level.NONE;
            default -> Level.NONE;
        };
    }
}
