package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.Scratch;
import io.belvedere.compute.cpu.StoredMatrix;
import io.belvedere.compute.cpu.system.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Products of F16 weights in words of 14 bits with a scale for each 32: twice the rate of F32 where {@link WordRate}
 * says so, and finer than F16 activations.
 */
final class WordProducts extends PanelProducts {
    private static final int BLOCK = WordTile.BLOCK;

    /** Of a row on its way into a panel: the scale, then the words. */
    private static final int ROUNDED_BYTES = Float.BYTES + WordTile.ROW_BYTES;

    private final NativeFunction rounder;
    private final NativeFunction weightRounder;
    private final RowSpreader spreader;

    WordProducts(Arena arena) {
        super(ZmmTile.LANES, IntegerTile.MOST_ROWS, arena);
        this.rounder = new NativeFunction(new WordRounder(false).assemble(), arena);
        this.weightRounder = new NativeFunction(new WordRounder(true).assemble(), arena);
        List<Field> fields =
                List.of(Field.words(0, 1, 0), Field.words(Float.BYTES, BLOCK / 2, Field.line(Integer.BYTES)));
        this.spreader = new RowSpreader(fields, ROUNDED_BYTES, WordTile.PANEL_BYTES, arena);
    }

    @Override
    TileCode tile(int rows) {
        return new WordTile(rows);
    }

    @Override
    long panelBytes(int columns) {
        return (long) blocks(columns) * WordTile.PANEL_BYTES;
    }

    @Override
    int blocks(int columns) {
        return Math.ceilDiv(columns, BLOCK);
    }

    @Override
    long packedBytes(int columns) {
        return (long) blocks(columns) * WordTile.packedBytes(1);
    }

    @Override
    int mostColumns() {
        return Integer.MAX_VALUE;
    }

    @Override
    void layOut(StoredMatrix outputs, Scratch scratch, MemorySegment panel) {
        int whole = outputs.columns() / BLOCK;
        int blocks = blocks(outputs.columns());
        long rest = (long) whole * BLOCK * Short.BYTES;
        MemorySegment rounded = scratch.bytes(Scratch.Use.ROUNDED, (long) blocks * ROUNDED_BYTES);
        MemorySegment last = scratch.bytes(Scratch.Use.PADDED, BLOCK * Short.BYTES);
        last.asSlice(outputs.rowBytes() - rest).fill((byte) 0);
        for (int output = 0; output < outputs.rows(); output++) {
            long row = outputs.offset(output);
            roundWeights(outputs.bytes().address() + row, whole, rounded);
            if (whole < blocks) {
                MemorySegment.copy(outputs.bytes(), row + rest, last, 0, outputs.rowBytes() - rest);
                roundWeights(last.address(), 1, rounded.asSlice((long) whole * ROUNDED_BYTES));
            }
            spreader.spread(rounded.address(), blocks, panel.address(), output);
        }
    }

    /** Rounds F16 values. */
    private void roundWeights(long halves, int blocks, MemorySegment rounded) {
        if (blocks > 0) {
            long at = rounded.address();
            weightRounder.call(halves, at + Float.BYTES, blocks, ROUNDED_BYTES, at);
        }
    }

    /** In plain Java: the twin of {@link WordRounder}. */
    @Override
    public void round(float[] row) {
        BlockRounder.round(row, WordRounder.STEPS);
    }

    @Override
    public void roundWeights(float[] row) {
        BlockRounder.round(row, WordRounder.STEPS);
    }

    /** Behind the packed rows there is room for each row's last block, filled up with zeros. */
    @Override
    public void reserve(int rows, int columns, PackedRows packed) {
        packed.reserveBytes(rows * (packedBytes(columns) + BLOCK * Float.BYTES));
    }

    @Override
    public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
        int tileRows = tileRows(x.rows());
        int whole = count / BLOCK;
        MemorySegment last = packed.bytes().asSlice(x.rows() * packedBytes(count));
        for (int row = from; row < to; row++) {
            int first = row / tileRows * tileRows;
            int rows = Math.min(tileRows, x.rows() - first);
            long tile = packed.bytes().address() + first * packedBytes(count);
            long words = tile + (long) (row - first) * WordTile.ROW_BYTES;
            long scales = tile + WordTile.scaleAt(rows, row - first);
            long read = x.offset(row) + (long) column * Float.BYTES;
            long stride = WordTile.packedBytes(rows);
            if (whole > 0) {
                rounder.call(x.floats().address() + read, words, whole, stride, scales);
            }
            if (whole * BLOCK < count) {
                MemorySegment filled = last.asSlice((long) row * BLOCK * Float.BYTES, BLOCK * Float.BYTES);
                long rest = (long) (count - whole * BLOCK) * Float.BYTES;
                MemorySegment.copy(x.floats(), read + (long) whole * BLOCK * Float.BYTES, filled, 0, rest);
                filled.asSlice(rest).fill((byte) 0);
                rounder.call(filled.address(), words + whole * stride, 1, stride, scales + whole * stride);
            }
        }
    }
}
