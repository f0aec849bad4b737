package io.belvedere.engine;

import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageHeader;
import java.time.Duration;

/**
 * What pictures may cost until they are decoded.
 *
 * @param bytes memory for those that are being decoded, at least 1; a picture that alone takes more is refused, others
 *     wait
 * @param work of one picture at most, in visits to a pixel, at least 1; known from its header
 * @param time of a processor for one picture at most, at least 1 ms; what takes more is given up
 * @param threads that decode at a time, at least 1; other pictures wait
 */
public record DecodingLimits(long bytes, long work, Duration time, int threads) {
    public static final DecodingLimits DEFAULTS = builder().build();

    public DecodingLimits {
        if (bytes < 1 || work < 1 || time.toMillis() < 1 || threads < 1) {
            throw new IllegalArgumentException("decoding limits must be at least 1, given " + bytes + " bytes, " + work
                    + " visits to a pixel, " + time.toMillis() + " ms, " + threads + " threads");
        }
    }

    /** @throws ImageException if a picture takes too much memory or work */
    void check(ImageHeader header) throws ImageException {
        if (header.decodingBytes() > bytes) {
            throw ImageException.tooManyPixelBytes(header, bytes);
        }
        if (header.work() > work) {
            throw ImageException.tooMuchWork(header, work);
        }
    }

    /** Begins with {@link #DEFAULTS}: 1 GiB, a thousand million visits, 10 s, half of the processors. */
    public static Builder builder() {
        return new Builder();
    }

    /** Limits in the making; ranges are checked at the end. */
    public static final class Builder {
        private long bytes = 1L << 30;
        private long work = 1_000_000_000;
        private Duration time = Duration.ofSeconds(10);
        private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

        private Builder() {}

        public Builder bytes(long value) {
            bytes = value;
            return this;
        }

        public Builder work(long value) {
            work = value;
            return this;
        }

        public Builder time(Duration value) {
            time = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /** @throws IllegalArgumentException if one is out of its range */
        public DecodingLimits build() {
            return new DecodingLimits(bytes, work, time, threads);
        }
    }
}
