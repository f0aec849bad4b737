package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements in 20 bytes: {@code d * q + m} with a nibble q.
 */
public final class Q4_1 implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** F16: the block's offset m. */
    public static final int M = 2;

    /** 16 bytes: byte i holds element i in its low nibble and element i + 16 in its high one. */
    public static final int QUANTS = 4;

    static final Q4_1 FORMAT = new Q4_1();

    private Q4_1() {}

    @Override
    public DType type() {
        return DType.Q4_1;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        float m = Fields.half(bytes, offset + M);
        for (int i = 0; i < 16; i++) {
            int pair = Fields.unsignedByte(bytes, offset + QUANTS + i);
            out[at + i] = d * (pair & 15) + m;
            out[at + i + 16] = d * (pair >> 4) + m;
        }
    }
}
