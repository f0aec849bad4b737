package io.belvedere.engine.image.vp8l;

/** Squares that an image is divided into, with a side of a power of two; the last ones may be cut off. */
final class Squares {
    private Squares() {}

    /** How many squares of 2^bits pixels a side cover {@code length} pixels. */
    static int count(int length, int bits) {
        return (length + (1 << bits) - 1) >> bits;
    }
}
