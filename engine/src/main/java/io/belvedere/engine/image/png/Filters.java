package io.belvedere.engine.image.png;

import java.io.IOException;

/** Undoes what was done to a row before it was deflated (section 9.2). */
final class Filters {
    private static final int NONE = 0;
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;

    private Filters() {}

    /**
     * Changes row[from, to), which what stands before it in the row has been.
     *
     * @param above the row above, undone, or zeros
     * @param distance bytes of a pixel
     */
    static void undo(int filter, byte[] row, byte[] above, int from, int to, int distance) throws IOException {
        switch (filter) {
            case NONE -> {}
            case SUB -> {
                for (int i = Math.max(distance, from); i < to; i++) {
                    row[i] += row[i - distance];
                }
            }
            case UP -> {
                for (int i = from; i < to; i++) {
                    row[i] += above[i];
                }
            }
            case AVERAGE -> average(row, above, from, to, distance);
            case PAETH -> paeth(row, above, from, to, distance);
            default -> throw new IOException("a filter that doesn't exist");
        }
    }

    private static void average(byte[] row, byte[] above, int from, int to, int distance) {
        for (int i = from; i < Math.min(distance, to); i++) {
            row[i] += (byte) ((above[i] & 0xFF) >> 1);
        }
        for (int i = Math.max(distance, from); i < to; i++) {
            row[i] += (byte) (((row[i - distance] & 0xFF) + (above[i] & 0xFF)) >> 1);
        }
    }

    private static void paeth(byte[] row, byte[] above, int from, int to, int distance) {
        for (int i = from; i < Math.min(distance, to); i++) {
            row[i] += above[i];
        }
        for (int i = Math.max(distance, from); i < to; i++) {
            row[i] += (byte) nearest(row[i - distance] & 0xFF, above[i] & 0xFF, above[i - distance] & 0xFF);
        }
    }

    /** Whichever of left, above and above left is nearest to left + above - above left. */
    private static int nearest(int left, int above, int corner) {
        int fromLeft = Math.abs(above - corner);
        int fromAbove = Math.abs(left - corner);
        int fromCorner = Math.abs(left + above - 2 * corner);
        if (fromLeft <= fromAbove && fromLeft <= fromCorner) {
            return left;
        }
        return fromAbove <= fromCorner ? above : corner;
    }
}
