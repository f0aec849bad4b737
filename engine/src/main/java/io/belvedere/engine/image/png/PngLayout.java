package io.belvedere.engine.image.png;

/**
 * How samples are stored.
 *
 * @param depth bits of a sample
 * @param kind the "colour type": {@link #GREY}, {@link #RGB}, {@link #PALETTE}, {@link #GREY_ALPHA} or {@link #RGBA}
 */
public record PngLayout(int width, int height, int depth, int kind, boolean interlaced) {
    public static final int GREY = 0;
    public static final int RGB = 2;
    public static final int PALETTE = 3;
    public static final int GREY_ALPHA = 4;
    public static final int RGBA = 6;

    /** Bit n: samples of n bits. */
    private static final int UP_TO_8 = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8;

    private static final int BYTES = 1 << 8 | 1 << 16;

    /** Whether the standard has such samples. */
    public boolean isStandard() {
        int depths = switch (kind) {
            case GREY -> UP_TO_8 | 1 << 16;
            case PALETTE -> UP_TO_8;
            case RGB, GREY_ALPHA, RGBA -> BYTES;
            default -> 0;
        };
        return depth > 0 && depth <= 16 && (depths & (1 << depth)) != 0;
    }

    public int channels() {
        return switch (kind) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            default -> 4;
        };
    }

    /** Bytes of a row of so many pixels, without the filter before it. */
    long rowBytes(int pixels) {
        return ((long) pixels * channels() * depth + 7) / 8;
    }

    /** How many bytes back filters look for the pixel to the left; at least 1. */
    int pixelBytes() {
        return Math.max(1, channels() * depth / 8);
    }
}
