package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;

/** From a pixel's samples to its red, green and blue. */
interface Coloring {
    /**
     * Converts {@code count} pixels.
     *
     * @param samples of whole pixels, {@code stride} each
     * @param colors (count, 3), 0 to 255
     */
    void convert(int[] samples, int stride, int count, int[] colors);

    static Coloring of(Directory directory, Photometric photometric, Samples samples, boolean jpeg)
            throws ImageException {
        int depth = SampleReader.depth(samples);
        Levels levels = Levels.of(depth);
        return switch (photometric) {
            case WHITE_IS_ZERO -> grey(levels, 255);
            case BLACK_IS_ZERO -> grey(levels, 0);
            case RGB -> rgb(levels);
            case CMYK -> inks(levels);
            case PALETTE -> {
                Refusal.when(samples.floating(), "a floating-point palette");
                yield Palette.of(directory, depth);
            }
            case YCBCR -> {
                Refusal.when(
                        samples.bits() != 8 || samples.floating() || samples.perPixel() != 3,
                        "YCbCr of other than three samples of 8 bits");
                yield jpeg ? LumaChroma.OF_JPEG : LumaChroma.of(directory);
            }
            case LAB -> {
                Refusal.when(samples.floating() || (depth != 8 && depth != 16), "Lab of other than 8 or 16 bits");
                yield new Lab(depth);
            }
        };
    }

    /** @param flip 255 where white is 0 */
    private static Coloring grey(Levels levels, int flip) {
        return (samples, stride, count, colors) -> {
            for (int i = 0, from = 0, to = 0; i < count; i++, from += stride, to += 3) {
                int level = levels.level(samples[from]) ^ flip;
                colors[to] = level;
                colors[to + 1] = level;
                colors[to + 2] = level;
            }
        };
    }

    private static Coloring rgb(Levels levels) {
        return (samples, stride, count, colors) -> {
            for (int i = 0, from = 0, to = 0; i < count; i++, from += stride, to += 3) {
                colors[to] = levels.level(samples[from]);
                colors[to + 1] = levels.level(samples[from + 1]);
                colors[to + 2] = levels.level(samples[from + 2]);
            }
        };
    }

    /** What an ink and black leave of white. */
    private static Coloring inks(Levels levels) {
        return (samples, stride, count, colors) -> {
            for (int i = 0, from = 0, to = 0; i < count; i++, from += stride, to += 3) {
                int light = 255 - levels.level(samples[from + 3]);
                for (int c = 0; c < 3; c++) {
                    int taken = levels.level(samples[from + c]) * light + 128;
                    colors[to + c] = light - ((taken + (taken >> 8)) >> 8); // divided by 255, to the nearest
                }
            }
        };
    }
}
