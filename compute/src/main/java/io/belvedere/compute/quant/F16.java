package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** IEEE half precision. */
public final class F16 implements BlockFormat {
    static final F16 FORMAT = new F16();

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private F16() {}

    @Override
    public DType type() {
        return DType.F16;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        out[at] = Fields.half(bytes, offset);
    }

    @Override
    public void decode(MemorySegment bytes, long offset, float[] out, int at, int elements) {
        for (int i = 0; i < elements; i++) {
            out[at + i] = Fields.half(bytes, offset + 2L * i);
        }
    }

    /**
     * Rounds native floats to the nearest half, ties to even; beyond 65,504 to infinity.
     *
     * @param offset of the first float
     * @param at of the first half
     */
    public static void encode(MemorySegment floats, long offset, int elements, MemorySegment halves, long at) {
        for (int i = 0; i < elements; i++) {
            float value = floats.get(ValueLayout.JAVA_FLOAT, offset + 4L * i);
            halves.set(SHORT, at + 2L * i, Float.floatToFloat16(value));
        }
    }
}
