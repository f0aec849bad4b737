package io.belvedere.engine.image.vp8;

/**
 * Prediction of squares of 16x16 or 8x8 samples from the row above and the column to the left (RFC 6386, section 12).
 */
final class Predictor {
    private Predictor() {}

    /** Fills the square of {@code size} whose upper left sample is in column x and row y. */
    static void predict(Plane plane, int x, int y, int size, int mode) {
        int start = plane.index(x, y);
        switch (mode) {
            case Macroblock.DC -> fill(plane, start, size, mean(plane, x, y, size));
            case Macroblock.VERTICAL -> repeatRow(plane, start, size);
            case Macroblock.HORIZONTAL -> repeatColumn(plane, start, size);
            default -> trueMotion(plane, start, size);
        }
    }

    /** Neighbours outside the frame don't count here; without any it is 128. */
    private static int mean(Plane plane, int x, int y, int size) {
        int start = plane.index(x, y);
        int sum = 0;
        int count = 0;
        if (y > 0) {
            for (int i = 0; i < size; i++) {
                sum += plane.get(start - plane.stride() + i);
            }
            count += size;
        }
        if (x > 0) {
            for (int i = 0; i < size; i++) {
                sum += plane.get(start + i * plane.stride() - 1);
            }
            count += size;
        }
        return count == 0 ? 128 : (sum + count / 2) / count;
    }

    private static void fill(Plane plane, int start, int size, int value) {
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < size; i++) {
                plane.set(start + row * plane.stride() + i, value);
            }
        }
    }

    private static void repeatRow(Plane plane, int start, int size) {
        for (int row = 0; row < size; row++) {
            System.arraycopy(
                    plane.samples(), start - plane.stride(), plane.samples(), start + row * plane.stride(), size);
        }
    }

    private static void repeatColumn(Plane plane, int start, int size) {
        for (int row = 0; row < size; row++) {
            int first = start + row * plane.stride();
            for (int i = 0; i < size; i++) {
                plane.set(first + i, plane.get(first - 1));
            }
        }
    }

    /** Above plus left minus the corner. */
    static void trueMotion(Plane plane, int start, int size) {
        int above = start - plane.stride();
        int corner = plane.get(above - 1);
        for (int row = 0; row < size; row++) {
            int first = start + row * plane.stride();
            int difference = plane.get(first - 1) - corner;
            for (int i = 0; i < size; i++) {
                plane.set(first + i, Math.clamp(plane.get(above + i) + difference, 0, 255));
            }
        }
    }
}
