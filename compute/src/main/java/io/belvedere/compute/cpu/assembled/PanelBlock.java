package io.belvedere.compute.cpu.assembled;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One block of a panel, zeroed memory at first: fields of 16 outputs, side by side. */
record PanelBlock(MemorySegment bytes, long offset) {
    /** Bytes of a line: a word of each output. */
    static final int LINE = Tile.LANES * Integer.BYTES;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    /**
     * Copies four-byte words {@code field[i]} of every row's block to lines {@code [i][row]}.
     *
     * @param field offset in the stored block
     * @param words how many
     * @param at offset of the first line in the panel's block
     * @param apart bytes from one line's start to the next
     * @param flipped bits to flip in every word
     */
    void words(StoredBlocks from, int field, int words, int at, int apart, int flipped) {
        MemorySegment source = from.bytes();
        for (int row = 0; row < from.rows(); row++) {
            long read = from.at(row) + field;
            long write = offset + at + Integer.BYTES * (long) row;
            for (int i = 0; i < words; i++) {
                int word = source.get(INT, read + Integer.BYTES * (long) i);
                bytes.set(INT, write + (long) apart * i, word ^ flipped);
            }
        }
    }

    /** Copies a two-byte field of every row's block to {@code [row]}. */
    void halves(StoredBlocks from, int field, int at) {
        for (int row = 0; row < from.rows(); row++) {
            bytes.set(
                    SHORT, offset + at + Short.BYTES * (long) row, from.bytes().get(SHORT, from.at(row) + field));
        }
    }

    /** Stores a byte of one output. */
    void set(int at, int row, int value) {
        bytes.set(ValueLayout.JAVA_BYTE, offset + at + row, (byte) value);
    }
}
