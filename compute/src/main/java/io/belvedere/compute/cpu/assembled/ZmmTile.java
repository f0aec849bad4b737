package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Label;
import io.belvedere.compute.cpu.x86.Mask;
import io.belvedere.compute.cpu.x86.Memory;
import io.belvedere.compute.cpu.x86.Zmm;

/**
 * The frame of a tile's code in 512-bit vectors: one accumulator register for each row and 16 outputs.
 *
 * <pre>
 * for each panel:
 *     accumulators = start      (the bias, or what an earlier part of the input left in out)
 *     for each block: accumulators += x · weights
 *     out = accumulators
 * </pre>
 */
abstract class ZmmTile implements TileCode {
    static final int LANES = 16;

    /**
     * A product of so many rows is one tile, and memory is what it waits for; one of more is bound by its arithmetic or
     * reads weights from a cache.
     */
    private static final int FEW_ROWS = 6;

    /** Panel of weights; moves on block by block. */
    private static final Gpr WEIGHTS = Gpr.RDI;

    /** Packed rows of x; moves on block by block. */
    static final Gpr X = Gpr.RSI;

    private static final Gpr BLOCKS = Gpr.RDX;
    private static final Gpr OUT = Gpr.RCX;
    private static final Gpr OUT_STRIDE = Gpr.R8;
    private static final Gpr START = Gpr.R9;
    private static final Gpr START_STRIDE = Gpr.R10;
    private static final Gpr PANELS = Gpr.R11;

    /** Arguments beyond the sixth, from the stack pointer. */
    private static final int START_STRIDE_ARGUMENT = 8, MASK_ARGUMENT = 16, PANELS_ARGUMENT = 24;

    /**
     * Where in the 128 bytes below the stack pointer, a function's own by the calling convention, a panel's beginnings
     * are kept.
     */
    private static final Memory FIRST_X = Gpr.RSP.at(-8),
            ALL_BLOCKS = Gpr.RSP.at(-16),
            FIRST_OUT = Gpr.RSP.at(-24),
            FIRST_START = Gpr.RSP.at(-32);

    final Assembler code = new Assembler();
    private final FetchAhead ahead = new FetchAhead(code, WEIGHTS);
    final int rows;
    final int vectors;

    /**
     * @param rows of x
     * @param vectors of outputs in a panel: 1 or 2
     */
    ZmmTile(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    @Override
    public final byte[] assemble() {
        loadMasks();
        code.mov(START_STRIDE, Gpr.RSP.at(START_STRIDE_ARGUMENT));
        code.mov(PANELS, Gpr.RSP.at(PANELS_ARGUMENT));
        code.mov(FIRST_X, X);
        code.mov(ALL_BLOCKS, BLOCKS);
        constants();
        Label nextPanel = code.label();
        code.mov(FIRST_OUT, OUT);
        code.mov(FIRST_START, START);
        load();
        Label nextBlock = code.label();
        if (rows <= FEW_ROWS) {
            ahead.begin();
        }
        block();
        code.add(WEIGHTS, blockBytes());
        code.add(X, packedBytes());
        code.loop(BLOCKS, nextBlock);
        store();
        code.mov(X, FIRST_X);
        code.mov(BLOCKS, ALL_BLOCKS);
        nextOutputs(OUT, FIRST_OUT);
        nextOutputs(START, FIRST_START);
        code.loop(PANELS, nextPanel);
        code.vzeroupper();
        code.ret();
        return code.toByteArray();
    }

    private void nextOutputs(Gpr at, Memory first) {
        code.mov(at, first);
        code.add(at, Float.BYTES * LANES * vectors);
    }

    private void load() {
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                code.vmovups(sum(row, v), mask(v), START.at(64 * v));
            }
            code.add(START, START_STRIDE);
        }
    }

    private void store() {
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                code.vmovups(OUT.at(64 * v), mask(v), sum(row, v));
            }
            code.add(OUT, OUT_STRIDE);
        }
    }

    private void loadMasks() {
        code.mov(Gpr.RAX, Gpr.RSP.at(MASK_ARGUMENT));
        code.kmovw(Mask.K1, Gpr.RAX);
        code.shr(Gpr.RAX, LANES);
        code.kmovw(Mask.K2, Gpr.RAX);
    }

    private static Mask mask(int vector) {
        return vector == 0 ? Mask.K1 : Mask.K2;
    }

    /** The accumulator of a row and a vector of outputs. */
    abstract Zmm sum(int row, int vector);

    /** Fills registers that stay as they are. */
    abstract void constants();

    /** A vector of the panel's block, at most 64 bytes. Lines are asked for ahead up to the furthest that was read. */
    final Memory weights(int offset) {
        if (rows <= FEW_ROWS) {
            ahead.lines(Math.min(offset + Float.BYTES * LANES, blockBytes()));
        }
        return WEIGHTS.at(offset);
    }

    /** Multiplies the block of {@link #weights} and the one at {@link #X}. */
    abstract void block();

    /** Bytes of a block of the panel. */
    abstract int blockBytes();

    /** Bytes of a block of the packed rows. */
    abstract int packedBytes();
}
