package io.belvedere.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Optional;

/**
 * What RFC 9112 asks of HTTP/1 requests and the decoder lets pass. Sits behind the decoder: a head that breaks a rule
 * goes on as unreadable, with its {@link Fault}, a broken body with a {@link BrokenBody}; nothing that comes after
 * either is read.
 */
final class Http1Rules extends ChannelInboundHandlerAdapter {
    /** Why a head can't be taken. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        private Fault(Refusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /** A body whose chunks are none. */
    static final class BrokenBody extends Exception {
        private static final long serialVersionUID = 1;

        private BrokenBody(Throwable cause) {
            super(cause);
        }
    }

    private static final String DECODER = "httpDecoder"; // Vert.x's name for it
    private static final String CHUNKED = "chunked";

    private boolean broken;

    /** Has a new connection keep the rules, if it speaks HTTP/1. */
    static void watch(HttpConnection connection) {
        ChannelPipeline pipeline =
                ((ConnectionBase) connection).channelHandlerContext().pipeline();
        if (pipeline.get(DECODER) != null) {
            pipeline.addAfter(DECODER, "httpRules", new Http1Rules());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (broken) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isSuccess()) {
                judge(request);
            }
        } else if (message instanceof HttpContent content
                && !content.decoderResult().isSuccess()) {
            content.setDecoderResult(
                    DecoderResult.failure(new BrokenBody(content.decoderResult().cause())));
            broken = true;
        }
        context.fireChannelRead(message);
    }

    private void judge(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        boolean isOld = version.equals(HttpVersion.HTTP_1_0);
        if (!isOld) {
            request.setProtocolVersion(
                    HttpVersion.HTTP_1_1); // a later 1.x is answered as the latest known (RFC 9110, 2.5)
        }
        Optional<Refusal> refusal = version.majorVersion() == 1
                ? HostRule.check(request.headers().getAll(HttpHeaderNames.HOST), !isOld)
                        .or(() -> transferFault(request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING)))
                : Optional.of(new Refusal(
                        505, "unsupported_http_version", "This port speaks HTTP/1.1, and HTTP/2 over TLS."));
        if (refusal.isPresent()) {
            request.setDecoderResult(DecoderResult.failure(new Fault(refusal.get())));
            broken = true;
        }
    }

    /**
     * Only chunks are read. What has no chunks last the decoder refuses, for nobody could tell where such a body ends.
     */
    private static Optional<Refusal> transferFault(List<String> fields) {
        String codings = String.join(",", fields).strip();
        return fields.isEmpty() || codings.equalsIgnoreCase(CHUNKED)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        501,
                        "unsupported_transfer_encoding",
                        "The only Transfer-Encoding that is read is chunked, alone and once."));
    }
}
