package io.belvedere.server.media;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are public, and which private. Public are hosts on the internet: all that the IANA special-purpose
 * address registries (RFC 6890 and its updates) don't set apart. IPv6 is the other way round: only global unicast, less
 * what is set apart within it, so that translated forms (mapped, NAT64, 6to4, Teredo) are never public. Private are the
 * networks of an organisation or a machine; link-local addresses, where clouds keep their metadata, are neither.
 */
final class AddressRanges {
    private static final List<Block> SET_ASIDE_V4 = List.of(
            Block.of("0.0.0.0", 8), // this network
            Block.of("10.0.0.0", 8), // private
            Block.of("100.64.0.0", 10), // carrier-grade NAT
            Block.of("127.0.0.0", 8), // loopback
            Block.of("169.254.0.0", 16), // link-local, cloud metadata
            Block.of("172.16.0.0", 12), // private
            Block.of("192.0.0.0", 24), // IETF protocols
            Block.of("192.0.2.0", 24), // documentation
            Block.of("192.31.196.0", 24), // AS112
            Block.of("192.52.193.0", 24), // AMT
            Block.of("192.88.99.0", 24), // 6to4 relays
            Block.of("192.168.0.0", 16), // private
            Block.of("192.175.48.0", 24), // AS112
            Block.of("198.18.0.0", 15), // benchmarks
            Block.of("198.51.100.0", 24), // documentation
            Block.of("203.0.113.0", 24), // documentation
            Block.of("224.0.0.0", 4), // multicast
            Block.of("240.0.0.0", 4)); // reserved, broadcast

    private static final Block GLOBAL_UNICAST_V6 = Block.of("2000::", 3);
    private static final List<Block> SET_ASIDE_V6 = List.of(
            Block.of("2001::", 23), // IETF protocols: Teredo, ORCHID, benchmarks
            Block.of("2001:db8::", 32), // documentation
            Block.of("2002::", 16), // 6to4
            Block.of("2620:4f:8000::", 48), // AS112
            Block.of("3fff::", 20)); // documentation

    private static final List<Block> PRIVATE = List.of(
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10), // carrier-grade NAT
            Block.of("127.0.0.0", 8),
            Block.of("172.16.0.0", 12),
            Block.of("192.168.0.0", 16),
            Block.of("::1", 128),
            Block.of("fc00::", 7)); // unique local

    private record Block(byte[] prefix, int bits) {
        static Block of(String address, int bits) {
            return new Block(InetAddress.ofLiteral(address).getAddress(), bits);
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private AddressRanges() {}

    static boolean isPrivate(InetAddress address) {
        return PRIVATE.stream().anyMatch(block -> block.holds(address.getAddress()));
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return switch (address) {
            case Inet4Address v4 -> SET_ASIDE_V4.stream().noneMatch(block -> block.holds(bytes));
            case Inet6Address v6 ->
                GLOBAL_UNICAST_V6.holds(bytes) && SET_ASIDE_V6.stream().noneMatch(block -> block.holds(bytes));
            default -> false;
        };
    }
}
