package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 84 bytes, in 16 groups of 16: {@code (d * s) * q - (dmin * m)} with two bits q and four-bit s and m
 * per group.
 *
 * <p>Element i = 128n + 32g + l (g in 0..3, l in 0..31) has bits 2g and 2g + 1 of byte 32n + l.
 */
public final class Q2_K implements BlockFormat {
    /** 16 bytes: group k's scale s in the low nibble, its minimum m in the high one. */
    public static final int SCALES = 0;

    /** 64 bytes. */
    public static final int QUANTS = 16;

    /** F16: scale of the scales. */
    public static final int D = 80;

    /** F16: scale of the minima. */
    public static final int DMIN = 82;

    static final Q2_K FORMAT = new Q2_K();

    private Q2_K() {}

    @Override
    public DType type() {
        return DType.Q2_K;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        float dmin = Fields.half(bytes, offset + DMIN);
        for (int group = 0; group < 16; group++) {
            int packed = Fields.unsignedByte(bytes, offset + SCALES + group);
            float scale = d * (packed & 15);
            float minimum = dmin * (packed >> 4);
            int shift = 2 * (group / 2 % 4);
            long quants = offset + QUANTS + 32L * (group / 8) + 16L * (group % 2);
            for (int i = 0; i < 16; i++) {
                int q = (Fields.unsignedByte(bytes, quants + i) >> shift) & 3;
                out[at + 16 * group + i] = scale * q - minimum;
            }
        }
    }
}
