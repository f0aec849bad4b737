package io.belvedere.compute.cpu.vector;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Turns stored elements into floats, bit for bit as their {@link BlockFormat} does. */
@FunctionalInterface
interface Unpack {
    /** Elements at most. A multiple of every format's block. */
    int MOST = 1024;

    /**
     * Stores vector v of the elements at {@code out[at + v * step * L]}, the last one padded with zeros.
     *
     * @param offset of the first element's block
     * @param count elements, whole blocks, {@link #MOST} at most
     * @param step 1, or the rows of a tile in which this row's vectors lie
     * @param scratch at least MOST + L floats from its start on; {@code out} may be a later part of it
     */
    void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch);

    /** The fastest that there is for a type. */
    static Unpack of(DType type) {
        return switch (type) {
            case F32 -> Floats::unpackF32;
            case F16 -> Floats::unpackF16;
            case BF16 -> Floats::unpackBF16;
            case Q8_0 -> Q8::unpack;
            case Q4_0 -> Q4::unpack;
            case Q4_K -> Q4K::unpack;
            case Q5_K -> Q5K::unpack;
            case Q6_K -> Q6K::unpack;
            case Q4_1 -> Q41::unpack;
            case Q5_0 -> Q50::unpack;
            case Q5_1 -> Q51::unpack;
            case Q2_K -> Q2K::unpack;
            case Q3_K -> Q3K::unpack;
            case IQ4_NL -> IQ4::unpackNl;
            case IQ4_XS -> IQ4::unpackXs;
        };
    }

    /** Pads the elements in {@code row} and stores them as {@link #unpack} does. */
    static void spread(float[] row, int count, float[] out, int at, int step) {
        int padded = Lanes.padded(count);
        Arrays.fill(row, count, padded, 0);
        Packing.row(row, 0, padded, out, at, step);
    }
}
