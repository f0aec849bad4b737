package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 210 bytes, in 16 groups of 16: {@code (d * s) * (q - 32)} with six bits q and a signed byte s per
 * group.
 *
 * <p>Element i = 128n + 32g + l (g in 0..3, l in 0..31) has its low bits in byte 64n + 32(g % 2) + l of LOW_BITS (low
 * nibble if g is 0 or 1), its high bits at 2g and 2g + 1 of byte 32n + l of HIGH_BITS.
 */
public final class Q6_K implements BlockFormat {
    /** 128 bytes: the low four bits. */
    public static final int LOW_BITS = 0;

    /** 64 bytes: the high two bits. */
    public static final int HIGH_BITS = 128;

    /** 16 signed bytes. */
    public static final int SCALES = 192;

    /** F16: scale of the scales. */
    public static final int D = 208;

    static final Q6_K FORMAT = new Q6_K();

    private Q6_K() {}

    @Override
    public DType type() {
        return DType.Q6_K;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        for (int group = 0; group < 16; group++) {
            float scale = d * scale(bytes, offset, group);
            int quarter = group / 2 % 4;
            long lows = offset + LOW_BITS + 64L * (group / 8) + 32L * (quarter % 2) + 16L * (group % 2);
            long highs = offset + HIGH_BITS + 32L * (group / 8) + 16L * (group % 2);
            for (int i = 0; i < 16; i++) {
                int low = (Fields.unsignedByte(bytes, lows + i) >> (4 * (quarter / 2))) & 15;
                int high = (Fields.unsignedByte(bytes, highs + i) >> (2 * quarter)) & 3;
                out[at + 16 * group + i] = scale * ((low | (high << 4)) - 32);
            }
        }
    }

    /** Scale of a group 0..15, -128 to 127; {@code offset} is that of the block. */
    public static int scale(MemorySegment bytes, long offset, int group) {
        return Fields.signedByte(bytes, offset + SCALES + group);
    }
}
