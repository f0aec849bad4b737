package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.system.NativeCalls;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Assembled code of a {@link Tile}, ready to be called. */
final class TileFunction {
    private static final MethodHandle CALL = NativeCalls.taking(9);

    private final MemorySegment code;

    /** @param arena holds the code */
    TileFunction(Tile tile, Arena arena) {
        this.code = Pages.executable(tile.assemble(), arena);
    }

    /**
     * Multiplies tiles. All addresses are in native memory, strides in bytes.
     *
     * @param weights the panel's first block
     * @param x packed rows of the tile
     * @param blocks at least 1
     * @param out where the first row's first output goes
     * @param start what the sums start from: the first row's first output
     * @param masks a bit for each output of a panel that is stored
     * @param panels at least 1, one behind the other in weights, out and start
     */
    void call(
            long weights,
            long x,
            long blocks,
            long out,
            long outStride,
            long start,
            long startStride,
            long masks,
            long panels) {
        try {
            CALL.invokeExact(code, weights, x, blocks, out, outStride, start, startStride, masks, panels);
        } catch (Throwable thrown) {
            throw new IllegalStateException("assembled code could not be called", thrown);
        }
    }
}
