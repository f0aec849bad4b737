package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.Scratch;
import io.belvedere.compute.cpu.StoredMatrix;
import io.belvedere.compute.cpu.system.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Products of quantised weights with x rounded to bytes, in 32-bit integers. */
final class QuantizedProducts extends PanelProducts {
    private final PanelFormat format;
    private final NativeFunction rounder;
    private final RowSpreader spreader;

    QuantizedProducts(PanelFormat format, Arena arena) {
        super(ZmmTile.LANES, IntegerTile.MOST_ROWS, arena);
        this.format = format;
        this.rounder = new NativeFunction(new ByteRounder().assemble(), arena);
        this.spreader = new RowSpreader(format.fields(), format.type().blockBytes(), format.panelBytes(), arena);
    }

    /** The same for every format. */
    @Override
    public Object packing() {
        return PackedBytes.class;
    }

    @Override
    TileCode tile(int rows) {
        return new QuantizedTile(format, rows);
    }

    @Override
    long panelBytes(int columns) {
        return (long) blocks(columns) * format.panelBytes();
    }

    @Override
    int blocks(int columns) {
        return columns / format.elements();
    }

    @Override
    long packedBytes(int columns) {
        return (long) columns / PackedBytes.BLOCK * PackedBytes.blockBytes(1);
    }

    @Override
    int mostColumns() {
        return Integer.MAX_VALUE;
    }

    @Override
    void layOut(StoredMatrix outputs, Scratch scratch, MemorySegment panel) {
        int blocks = blocks(outputs.columns());
        for (int output = 0; output < outputs.rows(); output++) {
            long row = outputs.offset(output);
            spreader.spread(outputs.bytes().address() + row, blocks, panel.address(), output);
            format.unpack(outputs.bytes(), row, blocks, panel, output);
        }
    }

    /** In plain Java: the twin of {@link ByteRounder}. */
    @Override
    public void round(float[] row) {
        BlockRounder.round(row, ByteRounder.STEPS);
    }

    @Override
    public void reserve(int rows, int columns, PackedRows packed) {
        packed.reserveBytes(rows * packedBytes(columns));
    }

    @Override
    public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
        int tileRows = tileRows(x.rows());
        for (int row = from; row < to; row++) {
            int first = row / tileRows * tileRows;
            int rows = Math.min(tileRows, x.rows() - first);
            long tile = packed.bytes().address() + first * packedBytes(count);
            rounder.call(
                    x.floats().address() + x.offset(row) + (long) column * Float.BYTES,
                    tile + PackedBytes.quantsAt(rows, 0, row - first),
                    count / PackedBytes.BLOCK,
                    PackedBytes.blockBytes(rows),
                    tile + PackedBytes.scaleAt(rows, 0, row - first),
                    (long) rows * Float.BYTES);
        }
    }
}
