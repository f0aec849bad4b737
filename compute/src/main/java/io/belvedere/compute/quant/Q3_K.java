package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 110 bytes, in 16 groups of 16: {@code (d * s) * (q - 4)} with three bits q and a six-bit s, less 32,
 * per group.
 *
 * <p>Element i = 128n + 32g + l (g in 0..3, l in 0..31) has its low bits at 2g and 2g + 1 of byte 32n + l, its high bit
 * at 4n + g of mask byte l.
 */
public final class Q3_K implements BlockFormat {
    /** 32 bytes: the third bits. */
    public static final int HIGH_BITS = 0;

    /** 64 bytes: the low two bits. */
    public static final int QUANTS = 32;

    /** 12 bytes: the low four bits of the 16 scales, then their high two bits. */
    public static final int SCALES = 96;

    /** F16: scale of the scales. */
    public static final int D = 108;

    static final Q3_K FORMAT = new Q3_K();

    private Q3_K() {}

    @Override
    public DType type() {
        return DType.Q3_K;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        for (int group = 0; group < 16; group++) {
            float scale = d * scale(bytes, offset, group);
            int shift = 2 * (group / 2 % 4);
            int highBit = group / 2;
            long quants = offset + QUANTS + 32L * (group / 8) + 16L * (group % 2);
            long highs = offset + HIGH_BITS + 16L * (group % 2);
            for (int i = 0; i < 16; i++) {
                int low = (Fields.unsignedByte(bytes, quants + i) >> shift) & 3;
                int high = (Fields.unsignedByte(bytes, highs + i) >> highBit) & 1;
                out[at + 16 * group + i] = scale * ((low | (high << 2)) - 4);
            }
        }
    }

    /** Scale of a group 0..15 in the block at {@code offset}: -32 to 31. */
    public static int scale(MemorySegment bytes, long offset, int group) {
        int low = (Fields.unsignedByte(bytes, offset + SCALES + group % 8) >> (4 * (group / 8))) & 15;
        int high = (Fields.unsignedByte(bytes, offset + SCALES + 8 + group % 4) >> (2 * (group / 4))) & 3;
        return (low | (high << 4)) - 32;
    }
}
