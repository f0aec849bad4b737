package io.belvedere.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that its holder does not choose. */
final class ClientNetwork {
    private static final int IPV6_PREFIX = 8; // bytes

    private ClientNetwork() {}

    /** Equal for those who count as one. */
    static String of(@Nullable SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet)) {
            return "";
        }
        InetAddress address = inet.getAddress();
        return address instanceof Inet6Address six
                ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(six.getAddress(), IPV6_PREFIX))
                : address.getHostAddress();
    }
}
