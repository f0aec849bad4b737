package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 176 bytes, in 8 groups of 32: {@code (d * s) * q - (dmin * m)} with five bits q and six-bit s and m
 * per group.
 */
public final class Q5_K implements BlockFormat {
    /** F16: scale of the scales. */
    public static final int D = 0;

    /** F16: scale of the minima. */
    public static final int DMIN = 2;

    /** 12 bytes, as in {@link Q4_K}. */
    public static final int SCALES = 4;

    /** 32 bytes: bit j of byte i is the fifth bit of element i of group j. */
    public static final int HIGH_BITS = 16;

    /**
     * 4 x 32 bytes: byte i of part p holds the low four bits of element i of group 2p in its low nibble, of group 2p +
     * 1 in its high one.
     */
    public static final int QUANTS = 48;

    static final Q5_K FORMAT = new Q5_K();

    private Q5_K() {}

    @Override
    public DType type() {
        return DType.Q5_K;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        float dmin = Fields.half(bytes, offset + DMIN);
        for (int group = 0; group < 8; group++) {
            float scale = d * Q4_K.scale(bytes, offset + SCALES, group);
            float minimum = dmin * Q4_K.minimum(bytes, offset + SCALES, group);
            long quants = offset + QUANTS + 32L * (group / 2);
            int shift = 4 * (group % 2);
            for (int i = 0; i < 32; i++) {
                int low = (Fields.unsignedByte(bytes, quants + i) >> shift) & 15;
                int high = (Fields.unsignedByte(bytes, offset + HIGH_BITS + i) >> group) & 1;
                out[at + 32 * group + i] = scale * (low | (high << 4)) - minimum;
            }
        }
    }
}
