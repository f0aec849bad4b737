package io.belvedere.engine;

import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageHeader;
import java.time.Duration;

/**
 * What pictures may cost until they are decoded.
 *
 * @param bytes memory for those that are being decoded, at least 1; a picture that alone takes more is refused, others wait
 * @param work of one picture at most, in visits to a pixel, at least 1; known from its header
 * @param time of a processor for one picture at most, at least 1 ms; what takes more is given up
 */
public record DecodingLimits(long bytes, long work, Duration time) {
    /** 1 GiB, a thousand million visits, 10 s. */
    public static final DecodingLimits DEFAULTS = new DecodingLimits(1L << 30, 1_000_000_000, Duration.ofSeconds(10));

    public DecodingLimits {
        if (bytes < 1 || work < 1 || time.toMillis() < 1) {
            throw new IllegalArgumentException("decoding limits must be at least 1, given " + bytes + " bytes, " + work
                    + " visits to a pixel, " + time.toMillis() + " ms");
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
}
