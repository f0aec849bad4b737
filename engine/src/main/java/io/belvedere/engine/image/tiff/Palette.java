package io.belvedere.engine.image.tiff;

import java.util.Arrays;

/** Colours by number (TIFF 6.0, section 5). */
record Palette(int[] colors) implements Coloring {
    /**
     * All reds, then all greens, then all blues, of 16 bits; where all are below 256 they are of 8 bits, as libtiff
     * tells.
     */
    static Palette of(Directory directory, int depth) {
        long[] map = directory.numbers(Tag.COLOR_MAP);
        int size = 1 << depth;
        if (map.length < 3 * size) {
            throw new IllegalArgumentException("a palette of " + map.length + " numbers");
        }
        int shift = Arrays.stream(map).allMatch(value -> value < 256) ? 0 : 8;
        int[] colors = new int[3 * size];
        for (int i = 0; i < size; i++) {
            for (int c = 0; c < 3; c++) {
                colors[3 * i + c] = (int) map[c * size + i] >> shift & 0xFF;
            }
        }
        return new Palette(colors);
    }

    @Override
    public void convert(int[] samples, int stride, int count, int[] target) {
        for (int i = 0, from = 0; i < count; i++, from += stride) {
            System.arraycopy(colors, 3 * samples[from], target, 3 * i, 3);
        }
    }
}
