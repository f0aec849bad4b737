package io.belvedere.engine.image.vp8;

import io.belvedere.engine.image.WatchedRows;

/**
 * Luminance and half-size chroma to RGB, as the reference library of WebP does it: chroma is interpolated with weights
 * 9, 3, 3 and 1, the matrix is that of ITU-R BT.601 in fixed point.
 */
final class ColorConversion {
    private final Frame frame;
    private final int width;
    private final int height;

    ColorConversion(Frame frame, int width, int height) {
        this.frame = frame;
        this.width = width;
        this.height = height;
    }

    /** (height, width, 3). */
    byte[] rgb(WatchedRows watch) {
        byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
        int[] u = new int[width];
        int[] v = new int[width];
        for (int y = 0; y < height; y++) {
            interpolate(frame.u(), y, u);
            interpolate(frame.v(), y, v);
            int luminance = frame.y().index(0, y);
            for (int x = 0, i = 3 * width * y; x < width; x++, i += 3) {
                put(rgb, i, frame.y().get(luminance + x), u[x], v[x]);
            }
            watch.row(3 * width);
        }
        return rgb;
    }

    /**
     * One row of chroma at full width. A chroma sample lies in the middle of four pixels, so it is nearest to all of
     * them.
     */
    private void interpolate(Plane chroma, int y, int[] row) {
        int lastRow = (height - 1) / 2;
        int lastColumn = (width - 1) / 2;
        int near = chroma.index(0, y / 2);
        int far = chroma.index(0, Math.clamp(y % 2 == 0 ? y / 2 - 1 : y / 2 + 1, 0, lastRow));
        for (int x = 0; x < width; x++) {
            int column = x / 2;
            int side = Math.clamp(x % 2 == 0 ? column - 1 : column + 1, 0, lastColumn);
            row[x] = blend(
                    chroma.get(near + column),
                    chroma.get(near + side),
                    chroma.get(far + column),
                    chroma.get(far + side));
        }
    }

    /** (9 nearest + 3 beside + 3 above or below + diagonal) / 16, rounded in two steps. */
    private static int blend(int nearest, int beside, int vertical, int diagonal) {
        int average = (nearest + beside + vertical + diagonal + 8 + 2 * (beside + vertical)) >> 3;
        return (average + nearest) >> 1;
    }

    private static void put(byte[] rgb, int i, int y, int u, int v) {
        int light = (19077 * y) >> 8;
        rgb[i] = clamp(light + ((26149 * v) >> 8) - 14234);
        rgb[i + 1] = clamp(light - ((6419 * u) >> 8) - ((13320 * v) >> 8) + 8708);
        rgb[i + 2] = clamp(light + ((33050 * u) >> 8) - 17685);
    }

    private static byte clamp(int value) {
        return (byte) Math.clamp(value >> 6, 0, 255);
    }
}
