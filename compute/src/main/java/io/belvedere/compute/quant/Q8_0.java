package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * 32 elements in 34 bytes: {@code d * q} with a signed byte q.
 */
public final class Q8_0 implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** 32 signed bytes. */
    public static final int QUANTS = 2;

    static final Q8_0 FORMAT = new Q8_0();

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The greatest half. */
    private static final float MAX_SCALE = 65_504;

    private Q8_0() {}

    @Override
    public DType type() {
        return DType.Q8_0;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        for (int i = 0; i < 32; i++) {
            out[at + i] = d * Fields.signedByte(bytes, offset + QUANTS + i);
        }
    }

    /**
     * Rounds native floats to blocks. The greatest of a block becomes 127 or -127; zeros fill the last block up.
     * Infinities become the greatest that a block can hold.
     *
     * @param offset of the first float
     * @param at of the first block
     */
    public static void encode(MemorySegment floats, long offset, int elements, MemorySegment blocks, long at) {
        for (int i = 0; i < elements; i += 32) {
            encodeBlock(floats, offset + 4L * i, Math.min(32, elements - i), blocks, at);
            at += 34;
        }
    }

    private static void encodeBlock(MemorySegment floats, long offset, int count, MemorySegment block, long at) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(floats.get(ValueLayout.JAVA_FLOAT, offset + 4L * i)));
        }
        short scale = Float.floatToFloat16(Math.min(largest / 127, MAX_SCALE));
        float d = Float.float16ToFloat(scale);
        float perUnit = d == 0 ? 0 : 1 / d;
        block.set(SHORT, at + D, scale);
        for (int i = 0; i < 32; i++) {
            float value = i < count ? floats.get(ValueLayout.JAVA_FLOAT, offset + 4L * i) : 0;
            int q = Math.clamp(Math.round(value * perUnit), -127, 127);
            block.set(ValueLayout.JAVA_BYTE, at + QUANTS + i, (byte) q);
        }
    }
}
