package io.twokeys.ssh;

import io.twokeys.ssh.HostTrouble.Kind;
import java.util.regex.Pattern;

/**
 * What a command left behind.
 *
 * @param exit its status; 128 + n when signal n killed it
 * @param out standard output, whole
 * @param err standard error, whole
 */
public record CommandResult(int exit, String out, String err) {
    /** The words of sudo 1.8 to 1.9 when it does not run a command. */
    private static final Pattern SUDO = Pattern.compile(
            "sudo: (?:a password is required|a terminal is required|no tty present|processes of other users|.*no new privileges)"
                    + "|is not in the sudoers file|is not allowed to (?:execute|run)|may not run sudo");

    private static final Pattern DISK = Pattern.compile("No space left on device|Disk quota exceeded");
    private static final Pattern MISSING = Pattern.compile("sudo: [^\n]*: command not found");

    public boolean ok() {
        return exit == 0;
    }

    /**
     * This result if the command succeeded.
     *
     * @param what the attempt and its host, such as "stopping odoo on deploy@10.0.0.5:22"; begins the sentence
     * @throws HostTrouble SUDO_REFUSED, DISK_FULL, COMMAND_NOT_FOUND or COMMAND_FAILED
     */
    public CommandResult orTrouble(String what) {
        if (ok()) return this;
        Kind kind = kind();
        String said = lastLine();
        String sentence = switch (kind) {
            case SUDO_REFUSED ->
                "sudo refused (" + said + "). Allow the command without a password in /etc/sudoers.d there.";
            case DISK_FULL -> "the host's disk is full (" + said + "). Make room there, then try again.";
            case COMMAND_NOT_FOUND -> "the host has no such command (" + said + "). Install it there.";
            default -> "failed with status " + exit + (said.isEmpty() ? "." : ": " + said);
        };
        throw new HostTrouble(kind, what + ": " + sentence, true, null);
    }

    /**
     * The answer of a command that says no by its status, such as {@code test}.
     *
     * @param what as for {@link #orTrouble}
     * @throws HostTrouble if it could not answer: sudo, the disk or a missing command stood in the way
     */
    public boolean yes(String what) {
        return !(exit != 0 && kind() == Kind.COMMAND_FAILED) && orTrouble(what).ok();
    }

    private Kind kind() {
        if (SUDO.matcher(err).find()) return Kind.SUDO_REFUSED;
        if (DISK.matcher(err).find()) return Kind.DISK_FULL;
        if (exit == 127 || MISSING.matcher(err).find()) return Kind.COMMAND_NOT_FOUND;
        return Kind.COMMAND_FAILED;
    }

    private String lastLine() {
        String text = err.strip();
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }
}
