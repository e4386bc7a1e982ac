package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one pass over a line's bytes finds, and so which rules are worth trying. */
enum Hint {
    /** A word that says that a secret follows. */
    NAME(
            "passw",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "api_key",
            "api-key",
            "apikey",
            "access_key",
            "access-key",
            "accesskey",
            "private_key",
            "auth_key",
            "session_id",
            "credential",
            "pass=",
            "pw=",
            "authorization",
            "bearer ",
            "bearer\t"),
    /** How a known kind of token begins. */
    TOKEN(
            "xox",
            "xapp-",
            "akia",
            "asia",
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "eyj",
            "private key",
            "webhooks/",
            "hooks.slack",
            "$pbkdf2",
            "$scrypt",
            "$argon2"),
    /** Something on both sides of an at sign. */
    AT,
    /** Two capitals, two digits. */
    IBAN,
    /** A plus and a digit. */
    PLUS,
    /** A line that begins like the body of a key. */
    BLOB;

    private static final int BODY = 40;

    /** For each pair of bytes, the number of its group of candidates; 0 for nearly all pairs. */
    private static final byte[] PAIRS = new byte[1 << 16];

    private static final List<List<Word>> WORDS = new ArrayList<>(List.of(List.of()));
    private static final byte AT_GROUP = 125;
    private static final byte IBAN_GROUP = 126;
    private static final byte PLUS_GROUP = 127;

    private record Word(String text, byte[] lower, int bit) {}

    private final String[] words;

    Hint(String... words) {
        this.words = words;
    }

    static {
        for (Hint hint : values()) {
            for (String word : hint.words) enter(word, hint.bit());
        }
        for (int left = '!'; left < 256; left++) PAIRS[left << 8 | '@'] = AT_GROUP;
        for (int digit = '0'; digit <= '9'; digit++) {
            PAIRS['+' << 8 | digit] = PLUS_GROUP;
            for (int capital = 'A'; capital <= 'Z'; capital++) PAIRS[capital << 8 | digit] = IBAN_GROUP;
        }
    }

    private static void enter(String word, int bit) {
        String start = word.substring(0, 2);
        int group = PAIRS[pair(start.charAt(0), start.charAt(1))];
        if (group == 0) {
            group = WORDS.size();
            WORDS.add(new ArrayList<>());
            for (String a : List.of(start.substring(0, 1), start.substring(0, 1).toUpperCase(Locale.ROOT))) {
                for (String b : List.of(start.substring(1), start.substring(1).toUpperCase(Locale.ROOT))) {
                    PAIRS[pair(a.charAt(0), b.charAt(0))] = (byte) group;
                }
            }
        }
        WORDS.get(group).add(new Word(word, word.getBytes(ISO_8859_1), bit));
    }

    private static int pair(int left, int right) {
        return left << 8 | right;
    }

    int bit() {
        return 1 << ordinal();
    }

    /** Where the next of its words begins in {@code line}, which has one char a byte; -1 if there is none. */
    int next(String line, int from) {
        for (int i = from; i < line.length() - 1; i++) {
            byte group = PAIRS[pair(line.charAt(i), line.charAt(i + 1))];
            if (group > 0 && group < AT_GROUP && begins(group, line, i)) return i;
        }
        return -1;
    }

    private boolean begins(int group, String line, int i) {
        for (Word word : WORDS.get(group)) {
            if (word.bit == bit() && line.regionMatches(true, i, word.text, 0, word.text.length())) return true;
        }
        return false;
    }

    /** The hints in {@code b} from {@code from} up to {@code to}, as bits. */
    static int look(byte[] b, int from, int to) {
        int hints = blob(b, from, to) ? BLOB.bit() : 0;
        for (int i = from; i < to - 1; i++) {
            int group = PAIRS[(b[i] & 0xff) << 8 | b[i + 1] & 0xff];
            if (group != 0) hints |= confirm(group, b, i, from, to);
        }
        return hints;
    }

    private static int confirm(int group, byte[] b, int i, int from, int to) {
        return switch (group) {
            case AT_GROUP -> AT.bit();
            case PLUS_GROUP -> PLUS.bit();
            case IBAN_GROUP -> i > from && b[i - 1] >= 'A' && b[i - 1] <= 'Z' ? IBAN.bit() : 0;
            default -> words(WORDS.get(group), b, i, to);
        };
    }

    private static int words(List<Word> words, byte[] b, int i, int to) {
        int hints = 0;
        for (Word word : words) {
            if (starts(word.lower, b, i, to)) hints |= word.bit;
        }
        return hints;
    }

    private static boolean starts(byte[] lower, byte[] b, int i, int to) {
        if (to - i < lower.length) return false;
        for (int k = 0; k < lower.length; k++) {
            int c = b[i + k];
            if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
            if (c != lower[k]) return false;
        }
        return true;
    }

    private static boolean blob(byte[] b, int from, int to) {
        int start = from;
        while (start < to && (b[start] == ' ' || b[start] == '\t')) start++;
        if (to - start < BODY) return false;
        for (int i = start; i < start + BODY; i++) {
            if (!Character.isLetterOrDigit(b[i] & 0x7f) && b[i] != '+' && b[i] != '/' || b[i] < 0) return false;
        }
        return true;
    }
}
