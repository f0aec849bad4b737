package io.belvedere.chat;

/**
 * How many pixels, width times height, a picture has when the model looks at it: larger pictures are scaled down and
 * smaller ones up, as nearly as the model's grid of tokens allows.
 *
 * @param min at least 1
 * @param max at least {@code min}
 */
public record PixelRange(long min, long max) {
    /** Whatever the model takes. */
    public static final PixelRange ANY = new PixelRange(1, Long.MAX_VALUE);

    /** @throws IllegalArgumentException if the range is empty or begins below 1 */
    public PixelRange {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException("a picture of at least " + min + " and at most " + max + " pixels");
        }
    }

    /** The same from {@code pixels} on; where that is beyond the end, the end gives way. */
    public PixelRange withMin(long pixels) {
        return new PixelRange(pixels, Math.max(pixels, max));
    }

    /** The same up to {@code pixels}; where that is before the beginning, the beginning gives way. */
    public PixelRange withMax(long pixels) {
        return new PixelRange(Math.min(pixels, min), pixels);
    }

    /** This range cut to {@code limits}; where it lies outside, their nearer end. */
    public PixelRange within(PixelRange limits) {
        return new PixelRange(Math.clamp(min, limits.min, limits.max), Math.clamp(max, limits.min, limits.max));
    }
}
