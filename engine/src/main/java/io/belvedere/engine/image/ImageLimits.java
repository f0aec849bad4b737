package io.belvedere.engine.image;

/**
 * What a picture may cost, checked before a pixel is decoded.
 *
 * @param maxBytes of the encoded file
 * @param maxPixels width times height
 * @param maxJpegScans how often a progressive JPEG may go over its pixels; encoders use about 10
 */
public record ImageLimits(int maxBytes, long maxPixels, int maxJpegScans) {
    /** 20 MiB, 50 megapixels, 100 scans. */
    public static final ImageLimits DEFAULT = new ImageLimits(20 << 20, 50_000_000, 100);

    public ImageLimits {
        if (maxBytes < 1 || maxPixels < 1 || maxJpegScans < 1) {
            throw new IllegalArgumentException("image limits must be at least 1, given " + maxBytes + " bytes, "
                    + maxPixels + " pixels, " + maxJpegScans + " scans");
        }
    }
}
