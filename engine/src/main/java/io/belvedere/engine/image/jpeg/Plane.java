package io.belvedere.engine.image.jpeg;

/**
 * Samples of one component: all of its rows, or the latest ones, in which case a row takes the place of an older one.
 */
final class Plane {
    private final byte[] samples;
    private final int stride;
    private final int rows;

    /**
     * @param stride samples in a row
     * @param rows that are kept, a multiple of a block's
     */
    Plane(int stride, int rows) {
        this.samples = new byte[Math.multiplyExact(stride, rows)];
        this.stride = stride;
        this.rows = rows;
    }

    byte[] samples() {
        return samples;
    }

    int stride() {
        return stride;
    }

    /** Where a row begins. */
    int row(int y) {
        return y % rows * stride;
    }
}
