package io.twokeys.odoo.smoke;

import java.util.List;

/** Odoo answered, and it was a no. The message is the line of its answer that says why. */
final class OdooRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 300;

    /** What the XML-RPC of Python says of an answer with values that it has no form for. */
    private static final List<String> NOT_CARRIED = List.of(
            "TypeError: cannot marshal ",
            "TypeError: dictionary key must be string",
            "OverflowError: int exceeds XML-RPC limits");

    private final boolean access;

    /** @param said Odoo's words; of a traceback the line with the exception counts, of anything else the first */
    OdooRefused(String said) {
        this(said, false);
    }

    /** @param access whether it is an {@code AccessError}: this user may not */
    OdooRefused(String said, boolean access) {
        super(line(said));
        this.access = access;
    }

    boolean forAccess() {
        return access;
    }

    /**
     * Whether Odoo did what it was asked, and only its answer could not be sent: one of the 241 models that the window actions of
     * an Odoo 19 open, product.pricelist, has a {@code None} in a field's domain. It leaves an error in Odoo's log.
     */
    boolean onlyNotCarried() {
        return NOT_CARRIED.stream().anyMatch(String.valueOf(getMessage())::startsWith);
    }

    private static String line(String said) {
        var lines = said.strip().lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) return "refused without a word";
        String line = (said.contains("Traceback") ? exception(lines) : lines.getFirst()).strip();
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }

    /** The first line after the last frame that is not indented as the frames are; a message may go on below it. */
    private static String exception(List<String> lines) {
        int frame = lines.size() - 1;
        while (frame > 0 && !lines.get(frame).startsWith("  File \"")) frame--;
        return lines.stream()
                .skip(frame + 1L)
                .filter(line -> !line.startsWith(" "))
                .findFirst()
                .orElse(lines.getLast());
    }
}
