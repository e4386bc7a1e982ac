package io.twokeys.ssh;

import io.twokeys.fleet.Host;
import io.twokeys.ssh.HostTrouble.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;

/** A loopback port that leads to an address as the host sees it. Closing it cuts what runs through it. */
public final class Forward implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final HostSession.Connections connections;
    private final Connection connection;
    private final ServerSocket door;
    private final URI remote;

    private Forward(HostSession.Connections connections, Connection connection, ServerSocket door, URI remote) {
        this.connections = connections;
        this.connection = connection;
        this.door = door;
        this.remote = remote;
    }

    static Forward open(HostSession.Connections connections, Host host, URI remote) {
        Connection connection = connections.borrow();
        try {
            ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            Forward forward = new Forward(connections, connection, door, remote);
            Thread.startVirtualThread(forward::accept);
            return forward;
        } catch (IOException e) {
            connections.giveBack(connection);
            throw new HostTrouble(
                    Kind.UNREACHABLE, host + ": no local port is free to reach " + remote + ".", false, e);
        }
    }

    /** The address to use here instead of the one that was asked for: same scheme, path and query. */
    public URI url() {
        String rest = remote.getRawPath() == null ? "" : remote.getRawPath();
        String query = remote.getRawQuery() == null ? "" : "?" + remote.getRawQuery();
        return URI.create(remote.getScheme() + "://127.0.0.1:" + door.getLocalPort() + rest + query);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = door.accept();
                Thread.startVirtualThread(() -> join(near));
            }
        } catch (
                @SuppressWarnings("unused")
                IOException closed) {
            return;
        }
    }

    private void join(Socket near) {
        try (near;
                DirectConnection far = connection.client().newDirectConnection(remote.getHost(), port())) {
            Thread up = Thread.startVirtualThread(() -> pour(near, far));
            copy(far.getInputStream(), near.getOutputStream());
            near.shutdownOutput();
            up.join(1_000);
        } catch (
                @SuppressWarnings("unused")
                IOException farEndRefused) {
            return; // The near end sees its connection closed, as it would without us.
        } catch (
                @SuppressWarnings("unused")
                InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pour(Socket near, DirectConnection far) {
        try {
            copy(near.getInputStream(), far.getOutputStream());
            far.getOutputStream().close();
        } catch (
                @SuppressWarnings("unused")
                IOException eitherEndClosed) {
            return;
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            to.write(buffer, 0, length);
            to.flush();
        }
    }

    private int port() {
        if (remote.getPort() > 0) return remote.getPort();
        return "https".equals(remote.getScheme()) ? 443 : 80;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (
                @SuppressWarnings("unused")
                IOException alreadyClosed) {
            return;
        } finally {
            connections.giveBack(connection);
        }
    }
}
