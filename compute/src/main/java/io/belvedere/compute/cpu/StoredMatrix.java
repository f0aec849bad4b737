package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import io.belvedere.compute.StoredBytes;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;

/**
 * A matrix as stored, row after row of whole blocks.
 *
 * @param stored in native memory
 */
public record StoredMatrix(DType type, int rows, int columns, StoredBytes stored) {
    public MemorySegment bytes() {
        return stored.bytes();
    }

    /**
     * The rows {@code [from, to)}, copied.
     *
     * @param memory of at least as many bytes as they have
     */
    public StoredMatrix copyRows(int from, int to, MemorySegment memory) {
        MemorySegment copy = memory.asSlice(0, offset(to) - offset(from));
        stored.copy(offset(from), copy);
        return new StoredMatrix(type, to - from, columns, StoredBytes.of(copy));
    }

    /** Bytes from one row's start to the next. */
    public long rowBytes() {
        return type.bytes(columns);
    }

    /** Offset in bytes of a row. */
    public long offset(int row) {
        return row * rowBytes();
    }

    public BlockFormat format() {
        return BlockFormat.of(type);
    }

    /** Decodes a row to {@code out[0, columns)}. */
    public void decode(int row, float[] out) {
        format().decode(bytes(), offset(row), out, 0, columns);
    }
}
