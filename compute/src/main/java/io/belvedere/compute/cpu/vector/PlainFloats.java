package io.belvedere.compute.cpu.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unpacks the float formats. */
final class PlainFloats {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private PlainFloats() {}

    static void unpackF32(MemorySegment bytes, long offset, int count, float[] out, int at) {
        MemorySegment.copy(bytes, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, out, at, count);
    }

    static void unpackF16(MemorySegment bytes, long offset, int count, float[] out, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = Float.float16ToFloat(bytes.get(SHORT, offset + 2L * i));
        }
    }

    static void unpackBF16(MemorySegment bytes, long offset, int count, float[] out, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = Float.intBitsToFloat(bytes.get(SHORT, offset + 2L * i) << 16);
        }
    }
}
