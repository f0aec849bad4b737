package io.belvedere.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On the listening socket: counts connections before anything is held for them. Where none can be accepted, mostly for
 * want of file descriptors, idle ones make room and it is tried again; the log has a line when that begins and when it
 * is over. While those that make room are still being closed, further ones wait in the system's backlog.
 */
final class Arrivals extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final long PAUSE_MILLIS = 100;
    private static final long CROWDED_MILLIS = 10;
    private static final long CALM_MILLIS = 5_000;

    /** So many connections make room at a time. */
    private static final int ROOM = 16;

    private final Connections connections;
    private final Duration untaken;
    private final LastWord lastWord;
    private volatile boolean stopping;

    /** On the acceptor's thread, as all below: failed tries of the present trouble; 0: there is none. */
    private long failures;

    private long failuresSeen;

    /**
     * @param untaken for how long a client may take nothing
     * @param lastWord ends the process where the listening socket is lost
     */
    Arrivals(Connections connections, Duration untaken, LastWord lastWord) {
        this.connections = connections;
        this.untaken = untaken;
        this.lastWord = lastWord;
    }

    /** From now on the listening socket may close. */
    void stopping() {
        stopping = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext listener, Object message) {
        Channel arrived = (Channel) message;
        if (!connections.accept(arrived)) {
            arrived.unsafe().closeForcibly();
            return;
        }
        arrived.pipeline().addLast(new ReadWhileWritable(untaken));
        listener.fireChannelRead(arrived);
        if (connections.isCrowded()) {
            pause(listener, CROWDED_MILLIS);
        }
    }

    private void pause(ChannelHandlerContext listener, long millis) {
        listener.channel().config().setAutoRead(false);
        var _ = listener.executor().schedule(() -> goOn(listener), millis, TimeUnit.MILLISECONDS);
    }

    private void goOn(ChannelHandlerContext listener) {
        if (connections.isCrowded()) {
            pause(listener, CROWDED_MILLIS);
        } else {
            listener.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext listener, Throwable cause) {
        if (!(cause instanceof IOException)) {
            lastWord.end(cause);
            return;
        }
        if (failures++ == 0) {
            LOG.warn(
                    "can't accept connections: {}. Idle ones are closed to make room, and it is tried again until it succeeds",
                    cause.getMessage());
            failuresSeen = 0;
            var _ = listener.executor().schedule(() -> lookForCalm(listener), CALM_MILLIS, TimeUnit.MILLISECONDS);
        }
        for (int room = 0; room < ROOM && connections.makeRoom(); room++) {}
        pause(listener, PAUSE_MILLIS);
    }

    private void lookForCalm(ChannelHandlerContext listener) {
        if (failures == failuresSeen) {
            LOG.info("connections are accepted again, after {} failed tries", failures);
            failures = 0;
        } else {
            failuresSeen = failures;
            var _ = listener.executor().schedule(() -> lookForCalm(listener), CALM_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext listener) {
        if (!stopping) {
            lastWord.end(new IOException("the listening socket was closed"));
        }
        listener.fireChannelInactive();
    }
}
