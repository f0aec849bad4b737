package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;

/**
 * A matrix as stored, row after row of whole blocks.
 *
 * @param bytes in native memory
 */
public record StoredMatrix(DType type, int rows, int columns, MemorySegment bytes) {
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
        format().decode(bytes, offset(row), out, 0, columns);
    }
}
