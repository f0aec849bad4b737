package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/** The float formats. */
final class Floats {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Floats() {}

    static void unpackF32(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        Packing.row(bytes, offset, count, out, at, step);
    }

    static void unpackF16(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        halves(bytes, offset, count, scratch, 0);
        Unpack.spread(scratch, count, out, at, step);
    }

    /** A plain loop: the compiler turns it into vector conversions, for which the Vector API has no word. */
    static void halves(MemorySegment bytes, long offset, int count, float[] out, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = Float.float16ToFloat(bytes.get(SHORT, offset + 2L * i));
        }
    }

    static void unpackBF16(
            MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        int whole = count & -L;
        for (int i = 0; i < whole; i += L) {
            upperHalves(bytes, offset + 2L * i).intoArray(out, at + i * step);
        }
        if (whole < count) {
            for (int i = whole; i < count; i++) {
                scratch[i - whole] = Float.intBitsToFloat(bytes.get(SHORT, offset + 2L * i) << 16);
            }
            Arrays.fill(scratch, count - whole, L, 0);
            load(scratch, 0).intoArray(out, at + whole * step);
        }
    }

    private static FloatVector upperHalves(MemorySegment bytes, long offset) {
        ShortVector halves = ShortVector.fromMemorySegment(Lanes.S, bytes, offset, ByteOrder.LITTLE_ENDIAN);
        IntVector wide = (IntVector) halves.convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.I, 0);
        return wide.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }
}
