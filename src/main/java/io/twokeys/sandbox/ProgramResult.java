package io.twokeys.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a program of ours ended.
 *
 * @param output what it wrote to standard output and standard error
 */
record ProgramResult(int exitCode, String output) {

    /** Runs it to its end. Its output goes through a file: a server that it leaves behind would hold a pipe open. */
    static ProgramResult of(Path folder, List<String> command) throws IOException {
        Path output = Files.createTempFile("twokeys", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectOutput(output.toFile());
            int exitCode = builder.start().waitFor();
            return new ProgramResult(exitCode, Files.readString(output, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + command.getFirst() + " ran", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    void orThrow(String sentence) {
        if (exitCode != 0) throw new IllegalStateException(sentence + ": " + output.strip());
    }
}
