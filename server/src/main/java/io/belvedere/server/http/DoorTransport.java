package io.belvedere.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's sockets as Vert.x knows them, with a handler before the one that takes connections in, and small reads.
 * They listen where they are told to and nowhere else: the JDK's listen on all IPv6 addresses too where all IPv4
 * addresses are meant. For {@code ::}, all of both.
 */
final class DoorTransport implements Transport, io.vertx.core.spi.transport.Transport {
    /**
     * What is read of a connection at a time is decoded as one, into many times as much memory if it wants to. In
     * bytes.
     */
    private static final int MOST_READ = 16 << 10;

    private static final int FIRST_READ = 2 << 10;
    private static final int LEAST_READ = 512;

    private final io.vertx.core.spi.transport.Transport sockets = Transport.NIO.implementation();
    private final ChannelHandler arrivals;
    private final List<EventExecutor> loops = new ArrayList<>();
    private volatile ProtocolFamily family = StandardProtocolFamily.INET6;

    /** @param arrivals sees each connection before it belongs to an event loop; for one listener */
    DoorTransport(ChannelHandler arrivals) {
        this.arrivals = arrivals;
    }

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

    /** All that were made. */
    List<EventExecutor> loops() {
        return List.copyOf(loops);
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        EventLoopGroup group = sockets.eventLoopGroup(type, threads, factory, ioRatio);
        group.forEach(loops::add);
        return group;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty calls the option so because its name is to change
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        sockets.configure(config, domainSocket, bootstrap);
        bootstrap
                .handler(arrivals)
                .childOption(
                        ChannelOption.RCVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ));
    }

    @Override
    public String name() {
        return Transport.NIO.name();
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
        return this;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return sockets.ioHandlerFactory();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface asks for it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return sockets.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return sockets.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return sockets.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return !domainSocket && family == StandardProtocolFamily.INET
                ? () -> new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET)
                : sockets.serverChannelFactory(domainSocket);
    }
}
