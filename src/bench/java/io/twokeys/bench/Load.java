package io.twokeys.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A closed loop over kept connections: each sends its next command when the one before was acknowledged. One thread. */
final class Load {
    private final int port;
    private final SignedCommands commands;

    Load(int port, SignedCommands commands) {
        this.port = port;
        this.commands = commands;
    }

    /** @param acknowledged answers with status 200, also those that came in after the time was up */
    record Run(Latencies latencies, Duration took, long acknowledged) {
        double perSecond() {
            return latencies.count() / (took.toNanos() / 1e9);
        }
    }

    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(4096);
        long sentAt;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    Run run(int connections, Duration time) throws IOException {
        var latencies = new Latencies();
        try (Selector selector = Selector.open()) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) all.add(connect(selector));
            long began = System.nanoTime();
            long end = began + time.toNanos();
            for (Connection one : all) send(one);
            int underway = connections;
            long acknowledged = 0;
            while (underway > 0) {
                if (selector.select(5000) == 0) throw new IOException(underway + " commands got no answer in 5 s");
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection one = (Connection) key.attachment();
                    if (!answered(one)) continue;
                    long now = System.nanoTime();
                    acknowledged++;
                    if (now < end) {
                        latencies.add(now - one.sentAt);
                        send(one);
                    } else {
                        underway--;
                    }
                }
                selector.selectedKeys().clear();
            }
            for (Connection one : all) one.channel.close();
            return new Run(latencies, time, acknowledged);
        }
    }

    private Connection connect(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection one = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, one);
        return one;
    }

    private void send(Connection one) throws IOException {
        ByteBuffer request = commands.next();
        one.sentAt = System.nanoTime();
        while (request.hasRemaining()) one.channel.write(request);
    }

    /** Whether the whole answer is here; it must be a 200. */
    private static boolean answered(Connection one) throws IOException {
        if (one.channel.read(one.in) < 0) throw new IOException("the connection was closed");
        byte[] bytes = one.in.array();
        int length = one.in.position();
        int body = afterHead(bytes, length);
        if (body < 0) return false;
        int want = contentLength(bytes, body);
        if (length < body + want) return false;
        if (bytes[9] != '2' || bytes[10] != '0' || bytes[11] != '0' || length != body + want || want > 64) {
            throw new IOException("not acknowledged: " + new String(bytes, 0, length, US_ASCII));
        }
        one.in.clear();
        return true;
    }

    private static int afterHead(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') return i + 1;
        }
        return -1;
    }

    private static int contentLength(byte[] bytes, int end) throws IOException {
        String name = "\ncontent-length:";
        for (int i = 0; i + name.length() < end; i++) {
            if (bytes[i] == '\n' && matches(bytes, i, name)) {
                int value = 0;
                for (int at = i + name.length(); bytes[at] != '\r'; at++) {
                    if (bytes[at] != ' ') value = value * 10 + bytes[at] - '0';
                }
                return value;
            }
        }
        throw new IOException("no length in " + new String(bytes, 0, end, US_ASCII).toLowerCase(Locale.ROOT));
    }

    private static boolean matches(byte[] bytes, int at, String name) {
        for (int i = 1; i < name.length(); i++) {
            if ((bytes[at + i] | 0x20) != (name.charAt(i) | 0x20)) return false;
        }
        return true;
    }
}
