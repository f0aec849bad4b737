package io.belvedere.server.media;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.server.settings.Quantity;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that one request's pictures may still have, alone and together. */
final class ByteAllowance {
    private final Limits limits;
    private final long mostTogether;
    private final AtomicLong together = new AtomicLong();

    ByteAllowance(Limits limits, long mostTogether) {
        this.limits = limits;
        this.mostTogether = mostTogether;
    }

    /** What one picture took. */
    final class Share {
        private long bytes;

        /** The most that the picture may have. */
        int most() {
            return limits.intOf(Limit.REMOTE_IMAGE_SIZE);
        }

        /** Takes more for this picture. */
        void take(long more) throws FetchException {
            bytes += more;
            requireWithin(bytes);
            if (together.addAndGet(more) > mostTogether) {
                throw FetchException.tooLarge(
                        "the request's images are larger than " + Quantity.BYTES.format(mostTogether) + " together");
            }
        }

        /** Refuses a picture of so many bytes if it would be too large. */
        void requireWithin(long size) throws FetchException {
            if (size > most()) {
                throw FetchException.tooLarge("it is larger than " + limits.text(Limit.REMOTE_IMAGE_SIZE));
            }
        }
    }

    Share share() {
        return new Share();
    }
}
