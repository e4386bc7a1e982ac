package io.twokeys.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP line to a port of this machine that can be reset, fall silent, or break after so many bytes. */
public final class BadLine implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong budget = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean away;

    private BadLine(int target) throws IOException {
        this.target = target;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** A line to {@code port}, with a door of its own. */
    public static BadLine to(int port) {
        try {
            return new BadLine(port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many were made so far. */
    public int connections() {
        return connections.get();
    }

    /** Resets all connections. */
    public void reset() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (
                    @SuppressWarnings("unused")
                    IOException alreadyClosed) {
                continue;
            }
        }
        sockets.clear();
    }

    /** Resets all connections, and every one that is made before {@link #comeBack}. */
    public void goAway() {
        away = true;
        reset();
    }

    public void comeBack() {
        away = false;
    }

    /** Resets all connections after {@code bytes} more have come from the far end. */
    void resetAfter(long bytes) {
        budget.set(bytes);
    }

    /** Swallows everything from now on, and says nothing; connections made later are fine. */
    void fallSilent() {
        silent = true;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = door.accept();
                if (away) {
                    near.setSoLinger(true, 0);
                    near.close();
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(near);
                sockets.add(far);
                connections.incrementAndGet();
                silent = false;
                int number = connections.get();
                Thread.startVirtualThread(() -> pour(near, far, number, false));
                Thread.startVirtualThread(() -> pour(far, near, number, true));
            }
        } catch (
                @SuppressWarnings("unused")
                IOException closed) {
            return;
        }
    }

    private void pour(Socket from, Socket to, int number, boolean counted) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean swallow = false;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                swallow = swallow || silent && number == connections.get();
                if (swallow) continue;
                out.write(buffer, 0, n);
                if (counted && budget.addAndGet(-n) < 0) {
                    budget.set(Long.MAX_VALUE);
                    reset();
                }
            }
            to.close();
        } catch (
                @SuppressWarnings("unused")
                IOException broken) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        reset();
    }
}
