package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hosts we are connected to. One session per host, shared by everybody; safe for use by many threads. */
@Singleton
public final class Hosts implements AutoCloseable {
    private final Map<Host, HostSession> sessions = new ConcurrentHashMap<>();

    @Inject
    public Hosts() {}

    /** The session of {@code host}. Connects when it is first used, and again whenever the connection was lost. */
    public HostSession on(Host host) {
        return sessions.computeIfAbsent(host, HostSession::new);
    }

    /** Cuts every connection. Remote jobs run on. */
    @Override
    public void close() {
        sessions.values().forEach(HostSession::disconnect);
        sessions.clear();
    }
}
