package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connections to one host: one as a rule, more while more channels are in use than one may carry. */
final class Connections {
    private final Host host;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Connection> open = new ArrayList<>();
    private volatile int attempts;
    private @Nullable HostTrouble lastFailure;

    Connections(Host host) {
        this.host = host;
    }

    /** A connection with one channel taken for the caller, who gives it back. */
    Connection borrow() {
        int seen = attempts;
        lock.lock();
        try {
            open.removeIf(connection -> !connection.alive());
            for (Connection connection : open) {
                if (connection.take()) return connection;
            }
            // Whoever waited here while somebody else failed to connect shares that answer.
            HostTrouble failure = lastFailure;
            if (attempts != seen && failure != null) throw failure;
            return connect();
        } finally {
            lock.unlock();
        }
    }

    private Connection connect() {
        try {
            Connection connection = Connection.open(host);
            connection.take();
            open.add(connection);
            lastFailure = null;
            return connection;
        } catch (HostTrouble trouble) {
            lastFailure = trouble;
            throw trouble;
        } finally {
            attempts = attempts + 1;
        }
    }

    void giveBack(Connection connection) {
        lock.lock();
        try {
            boolean spare = connection.release() == 0 && open.size() > 1;
            if (!spare && connection.alive()) return;
            open.remove(connection);
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    void closeAll() {
        lock.lock();
        try {
            open.forEach(Connection::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
