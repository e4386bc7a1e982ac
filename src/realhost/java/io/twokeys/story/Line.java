package io.twokeys.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine behind which another one answers, until the line is cut: everything breaks off, and nobody gets through. */
final class Line implements AutoCloseable {
    private final ServerSocket door;
    private final String address;
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Line(ServerSocket door, String address, int to) {
        this.door = door;
        this.address = address;
        this.to = to;
    }

    static Line to(String address, int port) {
        try {
            Line line = new Line(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), address, port);
            Thread.ofVirtual().start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(Line::hangUp);
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = door.accept();
                if (cut) hangUp(near);
                else Thread.ofVirtual().start(() -> connect(near));
            }
        } catch (IOException closed) {
            open.forEach(Line::hangUp);
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(address, to);
            open.add(near);
            open.add(far);
            Thread.ofVirtual().start(() -> carry(near, far));
            carry(far, near);
        } catch (IOException nobody) {
            hangUp(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // the other direction hears of it below
        } finally {
            hangUp(from);
            hangUp(to);
            open.remove(from);
        }
    }

    /** As an unplugged cable does it: no goodbye. Whether it was closed already does not matter. */
    private static void hangUp(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            assert socket.isClosed();
        }
    }
}
