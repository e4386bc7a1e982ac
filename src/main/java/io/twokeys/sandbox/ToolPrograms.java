package io.twokeys.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The {@code bin} folder of the sandbox host. Its Java programs run from copies in {@code lib}, so that an upgrade that is
 * running does not miss its classes when Twokeys itself is built anew or replaced.
 */
final class ToolPrograms {
    private static final String PACKAGE = "io/twokeys/sandbox/";
    private static final List<String> OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:disable");

    private final Path root;
    private final Path lib;

    ToolPrograms(Path root) {
        this.root = root;
        this.lib = root.resolve("lib");
    }

    /**
     * Writes all programs; those that exist are replaced in one step each.
     *
     * @param gitIsThere a real git is on the path, ours is not needed
     */
    void install(boolean gitIsThere) throws IOException {
        Files.createDirectories(lib);
        for (Map.Entry<String, String> script :
                SandboxResources.files("programs.txt").entrySet()) {
            program(script.getKey(), script.getValue());
        }
        String classPath = ownClasses() + ":" + copy("org.postgresql.Driver");
        java("psql", "tool.Psql", "", classPath);
        java("odoo-bin", "odoo.OdooBin", "", classPath);
        java("odoo-service", "odoo.OdooServer", "", classPath);
        java("journalctl", "tool.Journal", "journalctl ", classPath);
        java("dmesg", "tool.Journal", "dmesg ", classPath);
        if (gitIsThere) Files.deleteIfExists(root.resolve("bin/git"));
        else
            java(
                    "git",
                    "tool.Git",
                    "",
                    ownClasses() + ":"
                            + copy(
                                    "org.eclipse.jgit.api.Git",
                                    "com.googlecode.javaewah.EWAHCompressedBitmap",
                                    "org.slf4j.Logger",
                                    "org.apache.commons.codec.digest.DigestUtils"));
    }

    static boolean gitIsOnPath() {
        String path = System.getenv("PATH");
        return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "git")));
    }

    private void java(String name, String mainClass, String firstWords, String classPath) throws IOException {
        Path cache = cache(classPath);
        String command = String.join(" ", OPTIONS) + " -Dsandbox='" + root
                + "' -Duser.timezone=UTC -Dslf4j.internal.verbosity=ERROR -cp '" + classPath + "' io.twokeys.sandbox."
                + mainClass + " " + firstWords + "\"$@\"";
        String java = "'" + System.getProperty("java.home") + "/bin/java'";
        program(
                name,
                "#!/bin/sh\ncache='" + cache + "'\nunset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS\n[ -r \"$cache\" ] && exec "
                        + java + " \"-XX:AOTCache=$cache\" " + command + "\nexec " + java + " " + command + "\n");
    }

    private Path cache(String classPath) {
        String what = classPath + System.getProperty("java.vm.version");
        return lib.resolve("tools-" + Integer.toHexString(what.hashCode()) + ".aot");
    }

    /** Halves the time that the programs need to start. Takes a few seconds; nothing depends on it. */
    void warmUp() {
        try {
            String classPath = ownClasses() + ":" + copy("org.postgresql.Driver");
            Path cache = cache(classPath);
            if (Files.exists(cache)) return;
            Path folder = Files.createTempDirectory("twokeys-tools");
            Path fresh = folder.resolve("tools.aot");
            List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
            command.addAll(OPTIONS);
            command.addAll(List.of(
                    "-XX:AOTCacheOutput=" + fresh,
                    "-Dsandbox=" + root,
                    "-Duser.timezone=UTC",
                    "-cp",
                    classPath,
                    "io.twokeys.sandbox.tool.Psql",
                    "-X",
                    "-q",
                    "-A",
                    "-t",
                    "-c",
                    "select 1"));
            ProgramResult trained = ProgramResult.of(root, command);
            if (trained.exitCode() == 0 && Files.exists(fresh)) {
                Path copy = lib.resolve("tools.aot.new");
                Files.copy(fresh, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, cache, StandardCopyOption.ATOMIC_MOVE);
            }
            OwnerOnly.deleteTree(folder);
        } catch (IOException e) {
            org.jboss.logging.Logger.getLogger(ToolPrograms.class)
                    .debug("The sandbox's programs start without a cache", e);
        }
    }

    private void program(String name, String text) throws IOException {
        Path fresh = root.resolve("bin").resolve(name + ".new");
        Files.createDirectories(root.resolve("bin"));
        Files.writeString(fresh, text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, root.resolve("bin").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Copies the jars that hold these classes; gives their paths. */
    private String copy(String... classes) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String name : classes) {
            Path jar = origin(load(name));
            Path copy = lib.resolve(String.valueOf(jar.getFileName()));
            if (!Files.exists(copy)) {
                Path fresh = lib.resolve(copy.getFileName() + ".new");
                Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
            }
            copies.add(copy.toString());
        }
        return String.join(":", copies);
    }

    private static Class<?> load(String name) throws IOException {
        try {
            return Class.forName(name, false, ToolPrograms.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException("not on the class path: " + name, e);
        }
    }

    /** The jar or folder that a class came from. */
    private static Path origin(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL resource = type.getResource("/" + type.getName().replace('.', '/') + ".class");
        try {
            if (source != null && source.getLocation() != null)
                return Path.of(source.getLocation().toURI());
            if (resource == null) throw new IOException("nobody knows where " + type + " came from");
            return Path.of(URI.create(resource.getPath().replaceFirst("!/.*", "")));
        } catch (URISyntaxException e) {
            throw new IOException("an unreadable place: " + source.getLocation(), e);
        }
    }

    /** Packs the programs' own classes into a jar that is named by its content; gives its path. */
    private String ownClasses() throws IOException {
        Path origin = origin(ToolPrograms.class);
        byte[] jar;
        if (Files.isDirectory(origin)) {
            jar = pack(origin);
        } else {
            try (FileSystem inside = FileSystems.newFileSystem(origin)) {
                jar = pack(inside.getPath("/"));
            }
        }
        Path file = lib.resolve("tools-" + digest(jar) + ".jar");
        if (!Files.exists(file)) {
            Path fresh = lib.resolve("tools.jar.new");
            Files.write(fresh, jar);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file.toString();
    }

    private static byte[] pack(Path classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String folder : List.of("odoo", "tool")) {
                for (Path file : files(classes.resolve(PACKAGE + folder))) {
                    ZipEntry entry = new ZipEntry(PACKAGE + folder + "/" + file.getFileName());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(Files.readAllBytes(file));
                }
            }
        }
        return bytes.toByteArray();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
