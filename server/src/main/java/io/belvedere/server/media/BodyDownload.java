package io.belvedere.server.media;

import io.belvedere.server.media.PinnedHttp.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Collects the body of a 200 on the event loop, and stops at the first byte too many, or as soon as it is seen to be no
 * picture.
 */
final class BodyDownload {
    private static final int FIRST_ROOM = 64 << 10;

    private final ByteAllowance.Share share;
    private final CompletableFuture<Answer> answer;
    private final boolean encoded;
    private byte[] body;
    private int length;
    private boolean isSeen;

    private BodyDownload(
            ByteAllowance.Share share, CompletableFuture<Answer> answer, boolean encoded, int expectedBytes) {
        this.share = share;
        this.answer = answer;
        this.encoded = encoded;
        this.body = new byte[expectedBytes];
    }

    static void start(HttpClientResponse response, ByteAllowance.Share share, CompletableFuture<Answer> answer) {
        response.exceptionHandler(answer::completeExceptionally);
        int status = response.statusCode();
        if (status != 200) {
            answer.complete(new Answer(status, Optional.ofNullable(response.getHeader("location")), new byte[0]));
            return;
        }
        try {
            BodyDownload download = new BodyDownload(share, answer, isEncoded(response), expected(response, share));
            response.handler(download::take).endHandler(nothing -> download.end());
        } catch (FetchException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Whether the bytes are said to be compressed, which was not asked for and is not undone. */
    private static boolean isEncoded(HttpClientResponse response) {
        String encoding = response.getHeader("content-encoding");
        return encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
    }

    /** Bytes to make room for at first: what a host says is checked, but takes no memory before it comes. */
    private static int expected(HttpClientResponse response, ByteAllowance.Share share) throws FetchException {
        String stated = response.getHeader("content-length");
        if (stated == null || !stated.matches("[0-9]{1,18}")) {
            return Math.min(FIRST_ROOM, share.most());
        }
        share.requireWithin(Long.parseLong(stated));
        return (int) Math.min(FIRST_ROOM, Long.parseLong(stated));
    }

    private void take(Buffer piece) {
        if (answer.isDone()) {
            return;
        }
        try {
            share.take(piece.length());
            append(piece);
            if (!isSeen && length >= FirstBytes.ENOUGH) {
                isSeen = true;
                FirstBytes.requirePicture(body, length, encoded);
            }
        } catch (FetchException e) {
            answer.completeExceptionally(e);
        }
    }

    private void append(Buffer piece) {
        int more = piece.length();
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.max(length + more, (int) Math.min(share.most(), 2L * body.length)));
        }
        piece.getBytes(0, more, body, length);
        length += more;
    }

    private void end() {
        if (answer.isDone()) {
            return;
        }
        try {
            FirstBytes.requirePicture(body, length, encoded);
            answer.complete(
                    new Answer(200, Optional.empty(), length == body.length ? body : Arrays.copyOf(body, length)));
        } catch (FetchException e) {
            answer.completeExceptionally(e);
        }
    }
}
