package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.StoredMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Products of float weights, in F32. */
final class FloatProducts extends PanelProducts {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** So many columns of a tile of x and of a panel fit the second-level cache together. */
    private static final int MOST_COLUMNS = 2048;

    private final DType type;

    FloatProducts(DType type, Arena arena) {
        this.type = type;
        super(FloatTile.OUTPUTS, FloatTile.MOST_ROWS, arena);
    }

    @Override
    Tile tile(int rows) {
        return new FloatTile(type, rows);
    }

    @Override
    long panelBytes(int columns) {
        return (long) blocks(columns) * FloatTile.BLOCK * FloatTile.OUTPUTS * type.blockBytes();
    }

    @Override
    int blocks(int columns) {
        return Math.ceilDiv(columns, FloatTile.BLOCK);
    }

    @Override
    long packedBytes(int columns) {
        return (long) blocks(columns) * FloatTile.BLOCK * Float.BYTES;
    }

    @Override
    int mostColumns() {
        return MOST_COLUMNS;
    }

    @Override
    void layOut(StoredMatrix matrix, int from, int to, MemorySegment panel) {
        int size = type.blockBytes();
        for (int output = from; output < to; output++) {
            long read = matrix.offset(output);
            long write = (long) (output - from) * size;
            for (int k = 0; k < matrix.columns(); k++) {
                if (size == Short.BYTES) {
                    panel.set(SHORT, write, matrix.bytes().get(SHORT, read));
                } else {
                    panel.set(INT, write, matrix.bytes().get(INT, read));
                }
                read += size;
                write += (long) FloatTile.OUTPUTS * size;
            }
        }
    }

    @Override
    public void reserve(int rows, int columns, PackedRows packed) {
        packed.reserveBytes(rows * packedBytes(columns));
    }

    @Override
    public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
        int tileRows = tileRows(x.rows());
        for (int first = from; first < to; first += tileRows) {
            int rows = Math.min(tileRows, x.rows() - first);
            packTile(x, column, count, first, rows, packed.bytes().asSlice(first * packedBytes(count)));
        }
    }

    /** Input by input, each with all rows; whole blocks. */
    private static void packTile(CpuBuffer x, int column, int count, int first, int rows, MemorySegment tile) {
        for (int row = 0; row < rows; row++) {
            long read = x.offset(first + row) + (long) column * Float.BYTES;
            long write = (long) row * Float.BYTES;
            for (int k = 0; k < count; k++) {
                tile.set(FLOAT, write, x.floats().get(FLOAT, read));
                read += Float.BYTES;
                write += (long) rows * Float.BYTES;
            }
            for (int k = count; k % FloatTile.BLOCK != 0; k++) {
                tile.set(FLOAT, write, 0);
                write += (long) rows * Float.BYTES;
            }
        }
    }
}
