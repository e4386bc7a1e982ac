package io.twokeys.story;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The sudo of the sandbox host, with somebody's hand on it: a command with certain words does not begin, or is not heard to end. */
final class HeldSudo {
    /** Runs the command when nobody holds it back any more, and keeps its end to itself while somebody holds it. */
    private static final String HOLDING_SUDO = """
            #!/bin/sh
            here=${0%/*} line=$*
            stay() {
              words=$(cat "$here/../etc/$1" 2>/dev/null)
              case "$line" in *"${words:-no words}"*)
                printf %s "$words" >"$here/../etc/held"
                while [ "$(cat "$here/../etc/$1" 2>/dev/null)" = "$words" ]; do sleep 0.1; done ;;
              esac
            }
            stay hold-back
            "$here/sudo.real" "$@"
            status=$?
            stay hold
            exit $status
            """;

    private final Path root;

    HeldSudo(Path root) {
        this.root = root;
    }

    void hold(String words) {
        hold("hold", words);
    }

    void holdBack(String words) {
        hold("hold-back", words);
    }

    private void hold(String how, String words) {
        try {
            Files.deleteIfExists(root.resolve("etc/held"));
            standBehindSudo();
            Files.move(write("etc/hold.new", words), root.resolve("etc/" + how), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void standBehindSudo() throws IOException {
        Path sudo = root.resolve("bin/sudo");
        if (read(sudo).contains("sudo.real")) return;
        Files.copy(sudo, root.resolve("bin/sudo.real"), StandardCopyOption.REPLACE_EXISTING);
        Path fresh = write("bin/sudo.new", HOLDING_SUDO);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, sudo, StandardCopyOption.ATOMIC_MOVE);
    }

    void holdWhile(Runnable start) {
        var starting = CompletableFuture.runAsync(start);
        await("the start")
                .atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> {
                    standBehindSudo();
                    return starting.isDone();
                });
        starting.join();
    }

    void awaitHeld() {
        await("a command that is held")
                .atMost(Duration.ofSeconds(180))
                .until(() -> !word("held").isEmpty()
                        && List.of(word("hold"), word("hold-back")).contains(word("held")));
    }

    private String word(String file) {
        Path words = root.resolve("etc").resolve(file);
        return Files.exists(words) ? read(words) : "";
    }

    void letGo() {
        try {
            Files.deleteIfExists(root.resolve("etc/hold"));
            Files.deleteIfExists(root.resolve("etc/hold-back"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(root.resolve(name), text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
