package io.belvedere.compute.cpu;

import io.belvedere.compute.Buffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Activations in native memory, native byte order.
 *
 * @param floats exactly rows * columns values
 */
public record CpuBuffer(MemorySegment floats, int rows, int columns) implements Buffer {
    static CpuBuffer of(Buffer buffer) {
        if (buffer instanceof CpuBuffer cpu) {
            return cpu;
        }
        throw new IllegalArgumentException(
                "a buffer of another backend: " + buffer.getClass().getName());
    }

    /** Offset in bytes of a row's first value. */
    public long offset(int row) {
        return (long) row * columns * Float.BYTES;
    }

    public float get(int row, int column) {
        return floats.get(ValueLayout.JAVA_FLOAT, offset(row) + (long) column * Float.BYTES);
    }

    public void set(int row, int column, float value) {
        floats.set(ValueLayout.JAVA_FLOAT, offset(row) + (long) column * Float.BYTES, value);
    }

    @Override
    public CpuBuffer rows(int from, int count) {
        if (from < 0 || count < 0 || from > rows - count) {
            throw new IllegalArgumentException(
                    "rows [" + from + ", " + ((long) from + count) + ") of a buffer of " + rows + " rows");
        }
        long rowBytes = (long) columns * Float.BYTES;
        return new CpuBuffer(floats.asSlice(from * rowBytes, count * rowBytes), count, columns);
    }

    @Override
    public CpuBuffer reshape(int rows, int columns) {
        if (rows < 0 || columns < 0 || (long) rows * columns != (long) this.rows * this.columns) {
            throw new IllegalArgumentException(
                    this.rows + "x" + this.columns + " does not reshape to " + rows + "x" + columns);
        }
        return new CpuBuffer(floats, rows, columns);
    }

    @Override
    public boolean overlaps(Buffer other) {
        return floats.asOverlappingSlice(of(other).floats).isPresent();
    }

    /** As {@code 256x2048}. */
    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}
