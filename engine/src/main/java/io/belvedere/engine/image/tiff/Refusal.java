package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageFormat;

/** Uses of TIFF that are not read. */
final class Refusal {
    private Refusal() {}

    /** {@code use} in words that fit behind "TIFF images with". */
    static ImageException of(String use) {
        return ImageException.unsupported(ImageFormat.TIFF, use);
    }

    static void when(boolean used, String use) throws ImageException {
        if (used) {
            throw of(use);
        }
    }
}
