package io.twokeys.odoo.smoke;

/** Odoo answered, and it was a no. The message is the line of its answer that says why. */
final class OdooRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 300;

    /** @param said Odoo's words; of a traceback its last line counts, of anything else the first */
    OdooRefused(String said) {
        super(line(said));
    }

    private static String line(String said) {
        var lines = said.strip().lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) return "refused without a word";
        String line = (said.contains("Traceback") ? lines.getLast() : lines.getFirst()).strip();
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }
}
