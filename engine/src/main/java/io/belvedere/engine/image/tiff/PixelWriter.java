package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.ImageSize;

/** Collects the picture: red, green and blue, with transparency done by a rule. */
final class PixelWriter {
    private final int width;
    private final AlphaRule alpha;
    private final Opacity opacity;
    private final Levels levels;
    private final byte[] rgb;

    PixelWriter(ImageSize size, AlphaRule alpha, Opacity opacity, Levels levels) {
        this.width = size.width();
        this.alpha = alpha;
        this.opacity = opacity;
        this.levels = levels;
        this.rgb = new byte[Math.toIntExact(3 * size.pixels())];
    }

    /** (height, width, 3). */
    byte[] rgb() {
        return rgb;
    }

    /**
     * Writes {@code count} pixels of a row from column {@code x} on.
     *
     * @param colors (count, 3), 0 to 255
     * @param samples of the same pixels, {@code stride} each, their opacity among them
     */
    void write(int x, int y, int count, int[] colors, int[] samples, int stride) {
        int to = 3 * (y * width + x);
        if (!opacity.isPresent()) {
            for (int i = 0; i < 3 * count; i++) {
                rgb[to + i] = (byte) colors[i];
            }
            return;
        }
        for (int i = 0, c = 0, from = opacity.sample(); i < count; i++, c += 3, from += stride, to += 3) {
            int opaque = levels.level(samples[from]);
            if (opacity.multiplied()) {
                alpha.putMultiplied(rgb, to, colors[c], colors[c + 1], colors[c + 2], opaque);
            } else {
                alpha.put(rgb, to, colors[c], colors[c + 1], colors[c + 2], opaque);
            }
        }
    }

    /** Writes {@code count} finished pixels of a row. */
    void write(int x, int y, int count, byte[] finished, int from) {
        System.arraycopy(finished, from, rgb, 3 * (y * width + x), 3 * count);
    }
}
