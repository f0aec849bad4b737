package io.belvedere.server.media;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that one request's pictures may still have, alone and together. */
final class ByteAllowance {
    private final Limits limits;
    private final AtomicLong together = new AtomicLong();

    ByteAllowance(Limits limits) {
        this.limits = limits;
    }

    /** What one picture took. */
    final class Share {
        private long bytes;

        /** Takes more for this picture. */
        void take(long more) throws FetchException {
            bytes += more;
            if (bytes > limits.of(Limit.REMOTE_IMAGE_SIZE)) {
                throw FetchException.tooLarge("it is larger than " + limits.text(Limit.REMOTE_IMAGE_SIZE));
            }
            if (together.addAndGet(more) > limits.of(Limit.REMOTE_IMAGES_SIZE)) {
                throw FetchException.tooLarge(
                        "the request's images are larger than " + limits.text(Limit.REMOTE_IMAGES_SIZE) + " together");
            }
        }
    }

    Share share() {
        return new Share();
    }
}
