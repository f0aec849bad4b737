package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.CpuWeight;
import jdk.incubator.vector.FloatVector;

/** Products of a few stored rows with one packed row of activations. */
@FunctionalInterface
interface Dot {
    /** Rows at most: enough chains of dependent sums to keep the multipliers busy. */
    int ROWS = 4;

    /** Elements unpacked at a time where they go through memory; a multiple of every format's block. */
    int DEPTH = Unpack.MOST;

    /**
     * Stores the accumulator of row {@code first + i * apart}, over some columns, at {@code sums[i L]}.
     *
     * @param rows 1 to {@link #ROWS}
     * @param column first of {@code count} columns, at a block's start
     * @param x activations, padded with zeros to whole vectors
     * @param scratch at least DEPTH + L floats
     */
    void multiply(
            CpuWeight weight,
            int first,
            int apart,
            int rows,
            int column,
            int count,
            float[] x,
            float[] scratch,
            float[] sums);

    /** The fastest that there is for a type. */
    static Dot of(DType type) {
        if (type == DType.Q8_0 && L >= 8) {
            return (weight, first, apart, rows, column, count, x, scratch, sums) -> {
                long row = weight.offset(first) + weight.type().bytes(column);
                Q8.dot(weight.bytes(), row, apart * weight.rowBytes(), rows, count, x, column, sums);
            };
        }
        return unpacking(Unpack.of(type));
    }

    /** Unpacks part by part into memory, which stays in the first-level cache. */
    static Dot unpacking(Unpack unpack) {
        return (weight, first, apart, rows, column, count, x, scratch, sums) -> {
            for (int i = 0; i < rows; i++) {
                FloatVector.zero(Lanes.F).intoArray(sums, i * L);
                for (int k = column; k < column + count; k += DEPTH) {
                    int part = Math.min(DEPTH, column + count - k);
                    long offset =
                            weight.offset(first + i * apart) + weight.type().bytes(k);
                    unpack.unpack(weight.bytes(), offset, part, scratch, 0, 1, scratch);
                    accumulate(scratch, Lanes.padded(part), x, k, sums, i * L);
                }
            }
        };
    }

    private static void accumulate(float[] w, int padded, float[] x, int xAt, float[] sums, int at) {
        FloatVector sum = load(sums, at);
        for (int k = 0; k < padded; k += L) {
            sum = load(x, xAt + k).fma(load(w, k), sum);
        }
        sum.intoArray(sums, at);
    }
}
