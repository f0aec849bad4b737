package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.Scratch;
import io.belvedere.compute.cpu.StoredMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/** Products of float weights, in F32. */
final class FloatProducts extends PanelProducts {
    /** So many columns of a tile of x and of a panel fit the second-level cache together. */
    private static final int MOST_COLUMNS = 2048;

    private final DType type;
    private final ColumnSpreader intoPanel;
    private final List<ColumnSpreader> intoTile; // by rows, from 1 on

    FloatProducts(DType type, Arena arena) {
        super(FloatTile.OUTPUTS, FloatTile.MOST_ROWS, arena);
        this.type = type;
        this.intoPanel = new ColumnSpreader(type.blockBytes(), FloatTile.OUTPUTS, arena);
        this.intoTile = IntStream.rangeClosed(1, FloatTile.MOST_ROWS)
                .mapToObj(rows -> new ColumnSpreader(Float.BYTES, rows, arena))
                .toList();
    }

    @Override
    TileCode tile(int rows) {
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
    void layOut(StoredMatrix outputs, Scratch scratch, MemorySegment panel) {
        for (int output = 0; output < outputs.rows(); output++) {
            long row = outputs.bytes().address() + outputs.offset(output);
            intoPanel.spread(row, outputs.columns(), panel.address(), output);
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

    /** Input by input, each with all rows; zeros behind the last up to a whole block. */
    private void packTile(CpuBuffer x, int column, int count, int first, int rows, MemorySegment tile) {
        long taken = (long) count * rows * Float.BYTES;
        tile.asSlice(taken, rows * packedBytes(count) - taken).fill((byte) 0);
        for (int row = 0; row < rows; row++) {
            long from = x.floats().address() + x.offset(first + row) + (long) column * Float.BYTES;
            intoTile.get(rows - 1).spread(from, count, tile.address(), row);
        }
    }
}
