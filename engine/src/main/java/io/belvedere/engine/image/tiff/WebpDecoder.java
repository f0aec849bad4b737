package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.Rgb;
import java.io.IOException;

/** Decodes strips and tiles that are WebP pictures. */
@FunctionalInterface
public interface WebpDecoder {
    /**
     * The picture in a whole file; no larger than {@code mostPixels}.
     *
     * @throws IOException if it is damaged, or larger
     * @throws ImageException likewise
     */
    Rgb decode(byte[] file, long mostPixels, AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException;
}
