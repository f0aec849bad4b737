package io.belvedere.server.media;

import io.belvedere.server.media.PinnedHttp.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Collects the body of a 200 on the event loop, and stops at the first byte too many. */
final class BodyDownload {
    private final ByteAllowance.Share share;
    private final CompletableFuture<Answer> answer;
    private final Buffer body = Buffer.buffer();

    private BodyDownload(ByteAllowance.Share share, CompletableFuture<Answer> answer) {
        this.share = share;
        this.answer = answer;
    }

    static void start(HttpClientResponse response, ByteAllowance.Share share, CompletableFuture<Answer> answer) {
        int status = response.statusCode();
        if (status != 200) {
            answer.complete(new Answer(status, Optional.ofNullable(response.getHeader("location")), new byte[0]));
            return;
        }
        BodyDownload download = new BodyDownload(share, answer);
        response.handler(download::take)
                .exceptionHandler(answer::completeExceptionally)
                .endHandler(nothing -> answer.complete(new Answer(status, Optional.empty(), download.body.getBytes())));
    }

    private void take(Buffer piece) {
        if (answer.isDone()) {
            return;
        }
        try {
            share.take(piece.length());
            body.appendBuffer(piece);
        } catch (FetchException e) {
            answer.completeExceptionally(e);
        }
    }
}
