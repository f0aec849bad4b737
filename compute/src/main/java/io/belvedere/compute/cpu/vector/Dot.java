package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.CpuWeight;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Products of a few stored rows with one packed row of activations. */
@FunctionalInterface
interface Dot {
    /** Rows at most: enough chains of dependent sums to keep the multipliers busy. */
    int ROWS = 4;

    /** Elements unpacked at a time where they go through memory; a multiple of every format's block. */
    int DEPTH = Unpack.MOST;

    /** Where in the scratch memory the packed rows lie. */
    int PACKED = DEPTH + L;

    /** One row as unpacking needs it, then {@link #ROWS} packed ones. */
    int SCRATCH = (1 + ROWS) * (DEPTH + L);

    /**
     * Stores the accumulator of row {@code first + i * apart}, over some columns, at {@code sums[i L]}.
     *
     * @param rows 1 to {@link #ROWS}
     * @param column first of {@code count} columns, at a block's start
     * @param x activations, padded with zeros to whole vectors
     * @param scratch at least {@link #SCRATCH} floats
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
        return switch (type) {
            // Four rows of a block in vectors of four are more than the compiler inlines.
            case Q8_0 -> L < 8 ? unpacking(Unpack.of(type)) : inPlace(Q8::dot);
            case Q4_0 -> inPlace(Q4::dot);
            case Q4_K -> inPlace(Q4K::dot);
            case Q5_K -> inPlace(Q5K::dot);
            case Q6_K -> inPlace(Q6K::dot);
            case F16 -> halves();
            default -> unpacking(Unpack.of(type));
        };
    }

    /** A format's own loop over the stored blocks of rows {@code apart} bytes apart. */
    @FunctionalInterface
    interface InPlace {
        void multiply(MemorySegment bytes, long row, long apart, int rows, int count, float[] x, int xAt, float[] sums);
    }

    private static Dot inPlace(InPlace loop) {
        return (weight, first, apart, rows, column, count, x, scratch, sums) -> {
            long row = weight.offset(first) + weight.type().bytes(column);
            loop.multiply(weight.bytes(), row, apart * weight.rowBytes(), rows, count, x, column, sums);
        };
    }

    /** Unpacks part by part into memory, which stays in the first-level cache. */
    static Dot unpacking(Unpack unpack) {
        return (weight, first, apart, rows, column, count, x, scratch, sums) -> {
            Arrays.fill(sums, 0, ROWS * L, 0);
            for (int k = column; k < column + count; k += DEPTH) {
                int part = Math.min(DEPTH, column + count - k);
                for (int i = 0; i < rows; i++) {
                    long offset =
                            weight.offset(first + i * apart) + weight.type().bytes(k);
                    unpack.unpack(weight.bytes(), offset, part, scratch, PACKED + i * L, ROWS, scratch);
                }
                accumulate(scratch, Lanes.padded(part), L, ROWS * L, x, k, sums);
            }
        };
    }

    /** F16, for which {@link Floats#halves} is faster the more it converts at a time. */
    private static Dot halves() {
        return (weight, first, apart, rows, column, count, x, scratch, sums) -> {
            Arrays.fill(sums, 0, ROWS * L, 0);
            for (int k = column; k < column + count; k += DEPTH) {
                int part = Math.min(DEPTH, column + count - k);
                int padded = Lanes.padded(part);
                for (int i = 0; i < rows; i++) {
                    int at = PACKED + i * DEPTH;
                    Floats.halves(weight.bytes(), weight.offset(first + i * apart) + 2L * k, part, scratch, at);
                    Arrays.fill(scratch, at + part, at + padded, 0);
                }
                accumulate(scratch, padded, DEPTH, L, x, k, sums);
            }
        };
    }

    /**
     * Adds {@link #ROWS} rows' products to their accumulators.
     *
     * @param apart floats from one row's first vector to the next row's
     * @param step floats from a row's vector to its next one
     */
    private static void accumulate(float[] w, int padded, int apart, int step, float[] x, int xAt, float[] sums) {
        FloatVector s0 = load(sums, 0);
        FloatVector s1 = load(sums, L);
        FloatVector s2 = load(sums, 2 * L);
        FloatVector s3 = load(sums, 3 * L);
        int at = PACKED;
        for (int k = 0; k < padded; k += L) {
            FloatVector a = load(x, xAt + k);
            s0 = a.fma(load(w, at), s0);
            s1 = a.fma(load(w, at + apart), s1);
            s2 = a.fma(load(w, at + 2 * apart), s2);
            s3 = a.fma(load(w, at + 3 * apart), s3);
            at += step;
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, L);
        s2.intoArray(sums, 2 * L);
        s3.intoArray(sums, 3 * L);
    }
}
