package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements in 24 bytes: {@code d * q + m} with five bits q.
 */
public final class Q5_1 implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** F16: the block's offset m. */
    public static final int M = 2;

    /** 4 bytes: bit i is the fifth bit of element i. */
    public static final int HIGH_BITS = 4;

    /** 16 bytes: byte i holds the low four bits of element i in its low nibble, of element i + 16 in its high one. */
    public static final int QUANTS = 8;

    static final Q5_1 FORMAT = new Q5_1();

    private Q5_1() {}

    @Override
    public DType type() {
        return DType.Q5_1;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        float m = Fields.half(bytes, offset + M);
        int high = bytes.get(Fields.INT, offset + HIGH_BITS);
        for (int i = 0; i < 16; i++) {
            int pair = Fields.unsignedByte(bytes, offset + QUANTS + i);
            int first = (pair & 15) | (((high >>> i) & 1) << 4);
            int second = (pair >> 4) | (((high >>> (i + 16)) & 1) << 4);
            out[at + i] = d * first + m;
            out[at + i + 16] = d * second + m;
        }
    }
}
