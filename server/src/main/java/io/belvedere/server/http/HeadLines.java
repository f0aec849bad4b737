package io.belvedere.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Around the HTTP/1.1 decoder: counts the lines of a head, or of what follows the last chunk, while they arrive. A line
 * of four bytes takes forty times as much memory, so there may be one for each 32 bytes of the limit, which is how
 * HTTP/2 counts (RFC 9113, section 6.5.2). A head with more is made to look too long to the decoder, which then refuses
 * it in its own way. A connection that sends more than 64 requests in one go is closed: they would all be kept until it
 * is their turn.
 */
final class HeadLines extends ChannelInboundHandlerAdapter {
    private static final int BYTES_OF_A_LINE = 32;
    private static final int MOST_REQUESTS = 64;

    /** So much at most goes uncounted, in bytes: the beginning of a head behind the end of a body. */
    private static final int PIECE = 1 << 10;

    private static final String DECODER = "httpDecoder";

    private final int headerBytes;
    private int lines;
    private int requests;
    private boolean refused;

    private HeadLines(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    /** Puts itself around the decoder, where there is one: HTTP/2 has another. */
    static void watch(ChannelPipeline pipeline, int headerBytes) {
        if (pipeline.get(DECODER) != null) {
            HeadLines watch = new HeadLines(headerBytes);
            pipeline.addBefore(DECODER, "headLines", watch);
            pipeline.addAfter(DECODER, "headLinesDecoded", watch.new Decoded());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            while (bytes.isReadable() && !refused && context.channel().isActive()) {
                ByteBuf piece = bytes.readRetainedSlice(Math.min(PIECE, bytes.readableBytes()));
                lines += lines(piece);
                context.fireChannelRead(piece);
                if (lines > headerBytes / BYTES_OF_A_LINE && !refused) {
                    refused = true;
                    context.fireChannelRead(Unpooled.wrappedBuffer(new byte[headerBytes + 1]));
                }
            }
        } finally {
            bytes.release();
        }
    }

    private static int lines(ByteBuf piece) {
        int lines = 0;
        for (int i = piece.readerIndex(); i < piece.writerIndex(); i++) {
            lines += piece.getByte(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        requests = 0;
        context.fireChannelReadComplete();
    }

    /** Sees what the decoder makes of it: then nothing of it is left there. */
    private final class Decoded extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            lines = 0;
            if (message instanceof HttpRequest && ++requests > MOST_REQUESTS) {
                refused = true;
                var _ = context.close();
            }
            context.fireChannelRead(message);
        }
    }
}
