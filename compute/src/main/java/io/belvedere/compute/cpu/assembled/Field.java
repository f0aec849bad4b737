package io.belvedere.compute.cpu.assembled;

/**
 * Elements of a stored block that go to a panel's block, each beside the same element of the panel's other outputs.
 *
 * @param bytes of an element: 1, 2 or 4
 * @param from offset of the first in the stored block
 * @param count how many
 * @param to offset in the panel's block of the first, for all outputs
 * @param apart bytes in the panel's block from one to the next
 * @param flipped bits to flip in each
 */
record Field(int bytes, int from, int count, int to, int apart, int flipped) {
    /** Bytes that one element of 16 outputs takes. */
    static int line(int bytes) {
        return ZmmTile.LANES * bytes;
    }

    /** Two-byte elements, of 16 outputs. */
    static Field half(int from, int to) {
        return new Field(Short.BYTES, from, 1, to, 0, 0);
    }

    /** Four-byte elements of 16 outputs, one after the other. */
    static Field words(int from, int count, int to) {
        return new Field(Integer.BYTES, from, count, to, line(Integer.BYTES), 0);
    }
}
