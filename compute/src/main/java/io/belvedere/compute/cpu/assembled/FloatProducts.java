package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.StoredMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Products of float weights, in F32. */
final class FloatProducts extends PanelProducts {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** So many columns of a tile of x and of a panel fit the second-level cache together. */
    private static final int MOST_COLUMNS = 2048;

    private final DType type;
    private final RowSpreader[] spreaders = new RowSpreader[FloatTile.BLOCK]; // by columns

    FloatProducts(DType type, Arena arena) {
        super(FloatTile.OUTPUTS, FloatTile.MOST_ROWS, arena);
        this.type = type;
        int bytes = type.blockBytes();
        for (int columns = 1; columns <= FloatTile.BLOCK; columns++) {
            Field values = new Field(bytes, 0, columns, 0, FloatTile.OUTPUTS * bytes, 0);
            spreaders[columns - 1] =
                    new RowSpreader(List.of(values), columns * bytes, columns * FloatTile.OUTPUTS * bytes, arena);
        }
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

    /** Block by block; what is left of a row behind its last whole block has a spreader of its own. */
    @Override
    void layOut(StoredMatrix matrix, int from, int to, MemorySegment panel) {
        int blocks = matrix.columns() / FloatTile.BLOCK;
        int rest = matrix.columns() % FloatTile.BLOCK;
        for (int output = from; output < to; output++) {
            long row = matrix.bytes().address() + matrix.offset(output);
            if (blocks > 0) {
                spreader(FloatTile.BLOCK).spread(row, blocks, panel.address(), output - from);
            }
            if (rest > 0) {
                long done = (long) blocks * FloatTile.BLOCK * type.blockBytes();
                spreader(rest).spread(row + done, 1, panel.address() + done * FloatTile.OUTPUTS, output - from);
            }
        }
    }

    private RowSpreader spreader(int columns) {
        return spreaders[columns - 1];
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
