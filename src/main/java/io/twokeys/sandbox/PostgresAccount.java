package io.twokeys.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who runs PostgreSQL, which refuses to be run by root: we ourselves; for root the account {@code nobody} where it may
 * reach the folder, else a user namespace in which root counts as nobody and still owns the files.
 */
enum PostgresAccount {
    OURSELVES(List.of()),
    NOBODY(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")),
    NAMESPACE(List.of("unshare", "--user"));

    private final List<String> prefix;

    PostgresAccount(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The account that owns {@code data}, or the one that shall. */
    static PostgresAccount choose(Path data, Path binaries) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) return OURSELVES;
        boolean ofRoot = Files.exists(data) && Files.getOwner(data).getName().equals("root");
        Path postgres = binaries.resolve("bin/postgres");
        if (!ofRoot && NOBODY.canRun(postgres)) return NOBODY;
        if (NAMESPACE.canRun(postgres)) return NAMESPACE;
        throw new IllegalStateException(
                "PostgreSQL refuses to run as root, and neither setpriv nor unshare works here for " + data
                        + ": start Twokeys as another user, or give it the address of a PostgreSQL");
    }

    private boolean canRun(Path program) {
        try {
            return ProgramResult.of(Path.of("/"), command(List.of(program.toString(), "--version")))
                            .exitCode()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Hands a file or folder to this account. */
    void own(Path path) throws IOException {
        if (this != NOBODY) return;
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    ProgramResult run(Path folder, List<String> command) throws IOException {
        return ProgramResult.of(folder, command(command));
    }

    private List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }
}
