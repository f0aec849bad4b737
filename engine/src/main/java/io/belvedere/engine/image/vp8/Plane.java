package io.belvedere.engine.image.vp8;

import java.util.Arrays;

/**
 * One component's samples, a whole number of macroblocks, with a border of what prediction takes for neighbours outside
 * the frame: a row of 127 above, which reaches beyond the right edge, and a column of 129 to the left.
 */
record Plane(byte[] samples, int stride) {
    private static final int ABOVE = 127;
    private static final int LEFT = 129;

    /** Samples beyond the right edge in the row above that a block may look at. */
    private static final int BEYOND = 4;

    static Plane of(int width, int height) {
        int stride = 1 + width + BEYOND;
        byte[] samples = new byte[Math.multiplyExact(stride, height + 1)];
        Arrays.fill(samples, 0, stride, (byte) ABOVE);
        for (int y = 1; y <= height; y++) {
            samples[y * stride] = (byte) LEFT;
        }
        return new Plane(samples, stride);
    }

    /** Index of the sample in column x and row y. */
    int index(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    int get(int index) {
        return samples[index] & 0xFF;
    }

    void set(int index, int value) {
        samples[index] = (byte) value;
    }

    void add(int index, int difference) {
        samples[index] = (byte) Math.clamp(get(index) + difference, 0, 255);
    }
}
