package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Accumulates the products of a few stored rows with one packed row of activations. */
@FunctionalInterface
interface Dot {
    /** Rows at most: enough chains of dependent sums to keep the multipliers busy. */
    int ROWS = 4;

    /**
     * Stores row i's accumulator at {@code sums[at + i L]}.
     *
     * @param offset of row 0's first block
     * @param rowBytes from one row to the next
     * @param rows 1 to {@link #ROWS}
     * @param count elements, whole blocks
     * @param x activations, padded with zeros to whole vectors
     * @param scratch at least count + L floats
     */
    void multiply(
            MemorySegment bytes,
            long offset,
            long rowBytes,
            int rows,
            int count,
            float[] x,
            int xAt,
            float[] scratch,
            float[] sums,
            int at);

    /** The fastest that there is for a type. */
    static Dot of(DType type) {
        return switch (type) {
            default -> unpacking(Unpack.of(type));
        };
    }

    /** Unpacks row by row into memory, which stays in the first-level cache. */
    static Dot unpacking(Unpack unpack) {
        return (bytes, offset, rowBytes, rows, count, x, xAt, scratch, sums, at) -> {
            int padded = Lanes.padded(count);
            for (int i = 0; i < rows; i++) {
                unpack.unpack(bytes, offset + i * rowBytes, count, scratch, 0);
                for (int k = count; k < padded; k++) {
                    scratch[k] = 0;
                }
                accumulate(scratch, padded, x, xAt).intoArray(sums, at + i * L);
            }
        };
    }

    private static FloatVector accumulate(float[] w, int padded, float[] x, int xAt) {
        FloatVector sum = FloatVector.zero(Lanes.F);
        for (int k = 0; k < padded; k += L) {
            sum = load(x, xAt + k).fma(load(w, k), sum);
        }
        return sum;
    }
}
