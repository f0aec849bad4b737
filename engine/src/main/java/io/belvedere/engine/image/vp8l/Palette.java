package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;
import java.io.IOException;

/**
 * Pixels were replaced by indexes, of which several fit into one pixel's green if the palette is small.
 *
 * @param width of the image of colours
 * @param packBits a coded pixel holds 2^packBits indexes of 8 >> packBits bits, the first lowest
 */
record Palette(int width, int packBits, int[] colors) implements Transform {
    static Palette read(BitReader bits, int width, WatchedRows watch) throws IOException {
        int size = bits.number(8) + 1;
        int[] colors = PixelReader.readPart(bits, size, 1, watch);
        for (int i = 1; i < size; i++) {
            colors[i] = Prediction.add(colors[i], colors[i - 1]);
        }
        int packBits = size > 16 ? 0 : size > 4 ? 1 : size > 2 ? 2 : 3;
        return new Palette(width, packBits, colors);
    }

    @Override
    public int codedWidth() {
        return Squares.count(width, packBits);
    }

    /** An index beyond the palette is transparent black. */
    @Override
    public int[] undo(int[] pixels, int height, WatchedRows watch) {
        int[] result = packBits == 0 ? pixels : new int[Math.multiplyExact(width, height)];
        int indexBits = 8 >> packBits;
        int inPack = (1 << packBits) - 1;
        for (int y = 0, i = 0; y < height; y++) {
            int row = y * codedWidth();
            for (int x = 0; x < width; x++, i++) {
                int packed = (pixels[row + (x >> packBits)] >> 8) & 0xFF;
                int index = (packed >> ((x & inPack) * indexBits)) & ((1 << indexBits) - 1);
                result[i] = index < colors.length ? colors[index] : 0;
            }
            watch.row(width);
        }
        return result;
    }
}
