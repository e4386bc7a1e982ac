package io.twokeys.shell;

/** A folder as a stream: what {@link #of} prints on one host is what {@link #into} reads on another. */
public final class Archive {
    /**
     * A file that others link or unlink meanwhile is told by status 1 (GNU tar's manual, "Return codes"); nobody writes into those
     * that are carried. Links would make it remember every file.
     */
    private static final String PACK = "tar -C \"$1\" --hard-dereference -cf - . || [ $? -eq 1 ]";

    /**
     * The folder gets its name last. Of what goes wrong the first is told: it is the cause of the rest. What follows the end of the
     * archive is read as well, so that its writer can end.
     */
    private static final String UNPACK = """
            umask 077
            mkdir "$1.unfinished" || exit 1
            said=$(tar -C "$1.unfinished" -xmf - 2>&1) || { status=$?; printf '%s\\n' "$said" | head -n 1 >&2; exit $status; }
            cat > /dev/null
            mv -T "$1.unfinished" "$1\"""";

    private Archive() {}

    /** Prints the archive of a folder whose files are never written into. */
    public static ShellCommand of(String folder) {
        return ShellCommand.of("sh", "-c", PACK, "twokeys", folder);
    }

    /** Makes the folder from the archive on its standard input; {@link #clear} it first. */
    public static ShellCommand into(String folder) {
        return ShellCommand.of("sh", "-c", UNPACK, "twokeys", folder);
    }

    /** Removes the folder, and what an interrupted attempt left of it. */
    public static ShellCommand clear(String folder) {
        return ShellCommand.of("rm", "-rf", folder, folder + ".unfinished");
    }
}
