package io.twokeys.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Masks secrets and customer data in a line of a log, in bytes, so that the rest of it stays as it was.
 *
 * <p>Secrets become {@code •••}: passwords in URLs, the values of names that say they are secret, bearer tokens, the
 * tokens of AWS, Slack, Discord, GitHub and GitLab, JSON web tokens, private keys. An e-mail address keeps its first letter and
 * the first letter of its domain ({@code j•••@e•••}), so that two customers can be told apart; an IBAN keeps its
 * country; an international phone number its {@code +}. Each line is judged on its own: the same line is masked the same way wherever it
 * stands, and masking twice changes nothing.
 *
 * <p>Most lines hold nothing: one look at their bytes tells which rules could apply, and only those are tried.
 */
public final class Redactor {
    private static final int MOST_ROUNDS = 8;

    /** {@code text} with its secrets masked, line by line. */
    public String redact(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Bytes out = new Bytes();
        LineSplitter splitter = new LineSplitter(0);
        splitter.feed(bytes, 0, bytes.length, (buffer, from, to) -> redact(buffer, from, to, out));
        splitter.end((buffer, from, to) -> redact(buffer, from, to, out));
        return new String(out.takeAll(), UTF_8);
    }

    /** One text for a chat and the journal: its secrets masked, and without the NUL that PostgreSQL does not keep. */
    public static String masked(String text) {
        return new Redactor().redact(text).replace("\0", "");
    }

    void redact(byte[] buffer, int from, int to, Bytes out) {
        int hints = Hint.look(buffer, from, to);
        if (hints == 0) {
            out.add(buffer, from, to);
            return;
        }
        // One char a byte, there and back: invalid UTF-8 survives, and offsets are byte offsets.
        String masked = mask(new String(buffer, from, to - from, ISO_8859_1), hints);
        byte[] bytes = masked.getBytes(ISO_8859_1);
        out.add(bytes, 0, bytes.length);
    }

    /** Again until nothing changes: what stands right behind a secret may show only when that one is masked. */
    private static String mask(String line, int hints) {
        String masked = line;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String before = masked;
            for (Rule rule : Rule.ALL) {
                if ((rule.hint().bit() & hints) != 0) masked = rule.mask(masked);
            }
            if (masked.equals(before)) break;
        }
        return masked;
    }
}
