package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;

/**
 * Red and blue were stored without what green and red let expect of them.
 *
 * @param factors of each square: green to red in the lowest byte, green to blue, red to blue, as signed 32nds
 */
record ColorDecorrelation(int codedWidth, int squareBits, int[] factors) implements Transform {
    @Override
    public int[] undo(int[] pixels, int height, WatchedRows watch) {
        int columns = Squares.count(codedWidth, squareBits);
        for (int y = 0, i = 0; y < height; y++) {
            int row = (y >> squareBits) * columns;
            for (int x = 0; x < codedWidth; x++, i++) {
                pixels[i] = undo(pixels[i], factors[row + (x >> squareBits)]);
            }
            watch.row(codedWidth);
        }
        return pixels;
    }

    private static int undo(int pixel, int factor) {
        int green = pixel >> 8;
        int red = (pixel >> 16) + product(factor, green);
        int blue = pixel + product(factor >> 8, green) + product(factor >> 16, red);
        return (pixel & 0xFF00FF00) | ((red & 0xFF) << 16) | (blue & 0xFF);
    }

    /** Of the lowest bytes. */
    private static int product(int factor, int color) {
        return ((byte) factor * (byte) color) >> 5;
    }
}
