package io.belvedere.compute.cpu.assembled;

import java.lang.foreign.MemorySegment;

/**
 * One block of each of up to 16 rows of a stored matrix.
 *
 * @param offset of the first row's block
 * @param rowBytes from one row's to the next
 * @param rows 1 to 16
 */
record StoredBlocks(MemorySegment bytes, long offset, long rowBytes, int rows) {
    /** Offset of a row's block. */
    long at(int row) {
        return offset + row * rowBytes;
    }
}
