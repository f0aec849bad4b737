package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements in 34 bytes: {@code d * q} with a signed byte q.
 */
public final class Q8_0 implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** 32 signed bytes. */
    public static final int QUANTS = 2;

    static final Q8_0 FORMAT = new Q8_0();

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
}
