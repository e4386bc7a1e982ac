package io.twokeys.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The texts the sandbox host is made of, as they come in the jar. */
final class SandboxResources {
    private SandboxResources() {}

    /** A module that Odoo itself brings. */
    record CoreModule(String name, String version, List<String> depends, String title) {
        private static CoreModule parse(String line) {
            String[] words = line.split(" ", 4);
            return new CoreModule(
                    words[0], words[1], words[2].equals("-") ? List.of() : List.of(words[2].split(",")), words[3]);
        }
    }

    static String text(String name) throws IOException {
        try (InputStream in = SandboxResources.class.getResourceAsStream("/sandbox/" + name)) {
            if (in == null) throw new IOException("the jar has no /sandbox/" + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Several files in one text, each below a line {@code ==> PATH}. */
    static Map<String, String> files(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String file : text(name).split("(?m)^==> ")) {
            int end = file.indexOf('\n');
            if (end > 0) files.put(file.substring(0, end), file.substring(end + 1));
        }
        return files;
    }

    static List<CoreModule> coreModules() throws IOException {
        return text("core-modules.txt")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(CoreModule::parse)
                .toList();
    }

    /** Writes a file and the folders above it. */
    static void write(Path root, String path, String content) throws IOException {
        Path file = root.resolve(path);
        Path folder = file.getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(file, content);
    }
}
