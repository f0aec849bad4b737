package io.belvedere.server.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that listen where they are told to, and nowhere else: the JDK's listen on all IPv6 addresses too where all IPv4
 * addresses are meant. For {@code ::}, all of both.
 */
final class ListeningTransport implements Transport {
    private volatile ProtocolFamily family = StandardProtocolFamily.INET6;

    /** What is to be listened on next. */
    void listenOn(InetAddress address) {
        family = familyOf(address);
    }

    /** Throws if nobody could listen there. */
    static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocketChannel probe = familyOf(address.getAddress()) == StandardProtocolFamily.INET
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open()) {
            probe.bind(address);
        }
    }

    private static ProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return new NioTransport() {
            @Override
            public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                return !domainSocket && family == StandardProtocolFamily.INET
                        ? () -> new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET)
                        : super.serverChannelFactory(domainSocket);
            }
        };
    }
}
