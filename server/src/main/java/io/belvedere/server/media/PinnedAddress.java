package io.belvedere.server.media;

import io.vertx.core.net.Address;
import io.vertx.core.net.AddressResolver;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A server to dial as it is. The HTTP client looks up the host of a plain {@link SocketAddress} once more, even where
 * it carries an address: what was checked would not be what is dialled.
 */
record PinnedAddress(InetAddress ip, int port) implements Address {
    /** Looks nothing up. */
    static final AddressResolver<PinnedAddress> RESOLVER =
            AddressResolver.mappingResolver(pinned -> List.of(pinned.socketAddress()));

    private SocketAddress socketAddress() {
        return SocketAddress.inetSocketAddress(new InetSocketAddress(withoutName(), port));
    }

    private InetAddress withoutName() {
        try {
            return InetAddress.getByAddress(ip.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of the right length", e);
        }
    }
}
