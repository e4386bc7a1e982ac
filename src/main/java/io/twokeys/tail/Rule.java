package io.twokeys.tail;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One kind of secret: where it stands and what remains of it. Works on text that has one char a byte. Every repetition is
 * bounded or possessive, so that the longest line takes time in proportion to its length.
 *
 * @param starts the only places where a match can begin, so that the pattern need not be tried at all others
 */
record Rule(Hint hint, Starts starts, Pattern where, Function<MatchResult, String> remains) {
    /** Where a match may begin. */
    interface Starts {
        /** The first such place in {@code line} from {@code from} on; -1 if there is none. */
        int next(String line, int from);
    }

    private static final Starts ANYWHERE = (line, from) -> from < line.length() ? from : -1;
    private static final Starts FIRST = (line, from) -> from == 0 ? 0 : -1;
    private static final Starts WORD = Hint.NAME::next;
    private static final Starts OPTION = (line, from) -> line.indexOf("--", from);
    private static final Starts URL = (line, from) -> line.indexOf("://", from);
    private static final Starts ADDRESS = Rule::address;

    /** {@code •••} in UTF-8, one char a byte. */
    static final String DOTS = "\u00e2\u0080\u00a2".repeat(3);

    private static final String WORDS = "(?:passw(?:or)?d|passphrase|pwd(?!=/)|secret|token|api[_-]?key|access[_-]?key"
            + "|private_key|auth_key|session_id|credential|(?<![A-Za-z])(?:pass|pw)(?==))s?[\\w-]{0,40}";

    private static final String VALUE =
            "([ub]?\"(?:[^\"\\\\\r\n]++|\\\\.){0,64}+\"|[ub]?'(?:[^'\\\\\r\n]++|\\\\.){0,64}+'"
                    + "|\\\\[\"'][^\"'\\\\\r\n]++|[^\\s,;&\"')}\\]]++)";

    private static final String QUOTE = "\\\\?[\"']?\\]?";

    /** In the order in which they are applied; the wider context comes first. */
    static final List<Rule> ALL = List.of(
            rule(Hint.TOKEN, "(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^\r\n-]++", m -> m.group(1) + DOTS),
            rule(
                    Hint.BLOB,
                    FIRST,
                    "^([ \t]*+)(?=[0-9a-fA-F]*+[g-zG-Z+/])[A-Za-z0-9+/]{40,}+={0,2}([ \t\r\n]*+)$",
                    m -> m.group(1) + DOTS + m.group(2)),
            rule(
                    Hint.NAME,
                    WORD,
                    "(?i)(authorization\\\\?[\"']?[ \t]{0,8}[=:][ \t]{0,8}\\\\?[\"']?(?:(?:basic|bearer|digest|negotiate|token) )?)"
                            + "[^\\s\"'\\\\]++",
                    m -> m.group(1) + DOTS),
            rule(Hint.NAME, WORD, "(?i)(bearer[ \t]{1,8})[A-Za-z0-9._~+/=-]{16,}+", m -> m.group(1) + DOTS),
            rule(
                    Hint.NAME,
                    OPTION,
                    "(?i)(--[\\w-]{0,40}?" + WORDS + "[ \t]{1,8})(?!-)" + VALUE,
                    m -> m.group(1) + dots(m.group(2))),
            rule( // admin_passwd = a b c
                    Hint.NAME,
                    FIRST,
                    "(?i)^([ \t]*+[\\w.]{0,40}?" + WORDS + "[ \t]{1,8}=[ \t]{1,8})[^\\s][^\r\n]*+",
                    m -> m.group(1) + DOTS),
            rule(
                    Hint.NAME,
                    WORD,
                    "(?i)(" + WORDS + QUOTE + "(?:[ \t]{0,8}=>?[ \t]{0,8}|:))" + VALUE,
                    m -> m.group(1) + dots(m.group(2))),
            rule( // no dot before: "odoo.addons.auth_token: text" is a logger and its message
                    Hint.NAME,
                    WORD,
                    "(?i)(?<![.]\\w{0,30})(" + WORDS + QUOTE + "[ \t]{0,8}:[ \t]{1,8})" + VALUE,
                    m -> m.group(1) + dots(m.group(2))),
            rule(Hint.AT, URL, "(://[^\\s:@/\"']{0,128}:)[^\\s/\"'<>]{1,512}@", m -> m.group(1) + DOTS + "@"),
            rule(Hint.TOKEN, "\\b(xox[a-z]-|xapp-)[A-Za-z0-9-]{10,}+", m -> m.group(1) + DOTS),
            rule(Hint.TOKEN, "\\b(AKIA|ASIA)[A-Z0-9]{16}\\b", m -> m.group(1) + DOTS),
            rule(Hint.TOKEN, "\\b(gh[pousr]_|github_pat_|glpat-)[A-Za-z0-9_-]{16,}+", m -> m.group(1) + DOTS),
            rule(Hint.TOKEN, "\\beyJ[\\w-]{10,}+\\.[\\w-]{8,}+(?:\\.[\\w-]*+)?", m -> "eyJ" + DOTS),
            rule(Hint.TOKEN, "(\\$(?:pbkdf2|scrypt|argon2)[\\w-]{0,20}\\$)[^\\s\"',;]++", m -> m.group(1) + DOTS),
            rule(
                    Hint.TOKEN,
                    "(/webhooks/[0-9]{5,25}/|hooks\\.slack\\.com/[a-z]{1,20}/)[\\w/-]++",
                    m -> m.group(1) + DOTS),
            rule( // Odoo's "Deleting 12@ir.model.fields" and systemd's "postgresql@17-main.service" are no addresses
                    Hint.AT,
                    ADDRESS,
                    "(?<![A-Za-z0-9._%+-]|Deleting )([A-Za-z0-9_%+])[A-Za-z0-9._%+-]{0,63}+@([A-Za-z0-9])"
                            + "[A-Za-z0-9-]{0,62}+(?:\\.[A-Za-z0-9-]{1,63}+){0,8}(?<=\\.[A-Za-z][A-Za-z0-9-]{1,23})(?<!\\.(?:service|socket|timer|slice|scope|mount|target))",
                    m -> m.group(1) + DOTS + "@" + m.group(2) + DOTS),
            rule(
                    Hint.IBAN,
                    "(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}+(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
                    m -> isIban(m.group()) ? m.group().substring(0, 2) + DOTS : m.group()),
            rule(Hint.PLUS, "(?<![\\w+:.-])\\+[1-9](?:[ ./()-]{0,2}[0-9]){7,14}(?![\\w:])", m -> "+" + DOTS));

    private static Rule rule(Hint hint, String where, Function<MatchResult, String> remains) {
        return rule(hint, ANYWHERE, where, remains);
    }

    private static Rule rule(Hint hint, Starts starts, String where, Function<MatchResult, String> remains) {
        return new Rule(hint, starts, Pattern.compile(where), remains);
    }

    /** Where the name before an at sign begins: all its characters are in one row, so there is one such place. */
    private static int address(String line, int from) {
        for (int at = line.indexOf('@', from); at >= 0; at = line.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && isOfName(line.charAt(start - 1))) start--;
            if (start >= from && start < at) return start;
        }
        return -1;
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._%+-".indexOf(c) >= 0;
    }

    /** Dots, in the quotes that the value had. */
    private static String dots(String value) {
        String open = value.replaceFirst("(?s)^((?:[ub]?|\\\\)[\"'])?.*", "$1");
        String close = open.isEmpty() || open.startsWith("\\") ? "" : open.substring(open.length() - 1);
        return open + DOTS + close;
    }

    /** ISO 13616: with the first four characters at the end and letters as numbers, the remainder by 97 is 1. */
    private static boolean isIban(String text) {
        String plain = text.replace(" ", "");
        StringBuilder digits = new StringBuilder();
        (plain.substring(4) + plain.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    String mask(String line) {
        if (starts == ANYWHERE) {
            return where.matcher(line).replaceAll(match -> Matcher.quoteReplacement(remains.apply(match)));
        }
        Matcher matcher = where.matcher(line).useTransparentBounds(true).useAnchoringBounds(false);
        StringBuilder masked = new StringBuilder();
        int done = 0;
        int from = 0;
        for (int at = starts.next(line, 0); at >= 0; at = starts.next(line, from)) {
            boolean found = matcher.region(at, line.length()).lookingAt();
            if (found) {
                masked.append(line, done, at).append(remains.apply(matcher));
                done = matcher.end();
            }
            from = found ? done : at + 1;
        }
        return done == 0 ? line : masked.append(line, done, line.length()).toString();
    }
}
