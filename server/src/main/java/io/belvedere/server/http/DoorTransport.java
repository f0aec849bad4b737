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
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The JDK's sockets as Vert.x knows them, with a handler before the one that takes connections in, and small reads. */
final class DoorTransport implements Transport, io.vertx.core.spi.transport.Transport {
    /** What is read of a connection at a time is decoded as one, into many times as much memory if it wants to. In bytes. */
    private static final int MOST_READ = 16 << 10;

    private static final int FIRST_READ = 2 << 10;
    private static final int LEAST_READ = 512;

    private final io.vertx.core.spi.transport.Transport sockets = Transport.NIO.implementation();
    private final ChannelHandler arrivals;
    private final List<EventExecutor> loops = new ArrayList<>();

    /** @param arrivals sees each connection before it belongs to an event loop; for one listener */
    DoorTransport(ChannelHandler arrivals) {
        this.arrivals = arrivals;
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
        return sockets.serverChannelFactory(domainSocket);
    }
}
