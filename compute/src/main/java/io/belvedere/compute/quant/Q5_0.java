package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements in 22 bytes: {@code d * (q - 16)} with five bits q.
 */
public final class Q5_0 implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** 4 bytes: bit i is the fifth bit of element i. */
    public static final int HIGH_BITS = 2;

    /** 16 bytes: byte i holds the low four bits of element i in its low nibble, of element i + 16 in its high one. */
    public static final int QUANTS = 6;

    static final Q5_0 FORMAT = new Q5_0();

    private Q5_0() {}

    @Override
    public DType type() {
        return DType.Q5_0;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        int high = bytes.get(Fields.INT, offset + HIGH_BITS);
        for (int i = 0; i < 16; i++) {
            int pair = Fields.unsignedByte(bytes, offset + QUANTS + i);
            int first = (pair & 15) | (((high >>> i) & 1) << 4);
            int second = (pair >> 4) | (((high >>> (i + 16)) & 1) << 4);
            out[at + i] = d * (first - 16);
            out[at + i + 16] = d * (second - 16);
        }
    }
}
