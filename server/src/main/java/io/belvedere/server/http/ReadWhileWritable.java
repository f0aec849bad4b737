package io.belvedere.server.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Next to the socket: reads nothing of a client that takes nothing, for what it asks (pings, settings, requests) makes
 * answers that would pile up, and closes the connection if it stays so for the time given.
 */
final class ReadWhileWritable extends ChannelDuplexHandler {
    private final Duration most;
    private boolean wantsToRead;
    private @Nullable ScheduledFuture<?> end;

    ReadWhileWritable(Duration most) {
        this.most = most;
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.read();
        } else {
            wantsToRead = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            forgetEnd();
            if (wantsToRead) {
                wantsToRead = false;
                context.read();
            }
        } else if (end == null) {
            end = context.executor().schedule(() -> cutOff(context), most.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelWritabilityChanged();
    }

    /** From here on outwards: nothing more is said on the way, since nobody listens. */
    private static void cutOff(ChannelHandlerContext context) {
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forgetEnd();
        context.fireChannelInactive();
    }

    private void forgetEnd() {
        ScheduledFuture<?> scheduled = end;
        end = null;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
