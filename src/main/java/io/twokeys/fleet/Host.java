package io.twokeys.fleet;

import java.nio.file.Path;

/**
 * Where a target runs and how it is reached: an SSH server, the account there, its private key, and the file of host
 * keys that may answer.
 *
 * @param address DNS name or IP address
 * @param key private key file in OpenSSH format; {@code KEY-cert.pub} beside it is used when there is one
 * @param knownHosts OpenSSH known_hosts file; a host whose key is not in it is refused
 */
public record Host(String address, int port, String user, Path key, Path knownHosts) {
    /** Whether both are the same SSH server, as far as the configuration tells. */
    public boolean isAt(Host other) {
        return address.equals(other.address) && port == other.port;
    }

    @Override
    public String toString() {
        return user + "@" + address + ":" + port;
    }
}
