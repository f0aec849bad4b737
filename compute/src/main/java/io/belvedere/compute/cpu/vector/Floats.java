package io.belvedere.compute.cpu.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The float formats. */
final class Floats {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Floats() {}

    static void unpackF32(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        Packing.row(bytes, offset, count, out, at, step);
    }

    static void unpackF16(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        halves(bytes, offset, count, scratch);
        Unpack.spread(scratch, count, out, at, step);
    }

    /** A plain loop: the compiler turns it into vector conversions, for which the Vector API has no word. */
    private static void halves(MemorySegment bytes, long offset, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = Float.float16ToFloat(bytes.get(SHORT, offset + 2L * i));
        }
    }

    static void unpackBF16(
            MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        upperHalves(bytes, offset, count, scratch);
        Unpack.spread(scratch, count, out, at, step);
    }

    private static void upperHalves(MemorySegment bytes, long offset, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = Float.intBitsToFloat(bytes.get(SHORT, offset + 2L * i) << 16);
        }
    }
}
