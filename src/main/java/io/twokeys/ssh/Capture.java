package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what a command prints, up to a limit beyond which there is trouble and never a silent cut. */
final class Capture implements OutputSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private final String name;
    private final Host host;

    Capture(int limit, String name, Host host) {
        this.limit = limit;
        this.name = name;
        this.host = host;
    }

    @Override
    public void take(byte[] buffer, int length) {
        if (bytes.size() + length > limit) {
            throw new HostTrouble(
                    Kind.OUTPUT_TOO_LARGE,
                    "%s: the command's %s is longer than %,d bytes. Ask for less of it.".formatted(host, name, limit),
                    true,
                    null);
        }
        bytes.write(buffer, 0, length);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
