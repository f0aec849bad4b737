package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 144 bytes, in 8 groups of 32: {@code (d * s) * q - (dmin * m)} with a nibble q and six-bit s and m
 * per group.
 */
public final class Q4_K implements BlockFormat {
    /** F16: scale of the scales. */
    public static final int D = 0;

    /** F16: scale of the minima. */
    public static final int DMIN = 2;

    /** 12 bytes: eight six-bit scales and eight six-bit minima, see {@link #scale} and {@link #minimum}. */
    public static final int SCALES = 4;

    /**
     * 4 x 32 bytes: byte i of part p holds element i of group 2p in its low nibble, of group 2p + 1 in its high one.
     */
    public static final int QUANTS = 16;

    static final Q4_K FORMAT = new Q4_K();

    private Q4_K() {}

    @Override
    public DType type() {
        return DType.Q4_K;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        float dmin = Fields.half(bytes, offset + DMIN);
        for (int group = 0; group < 8; group++) {
            float scale = d * scale(bytes, offset + SCALES, group);
            float minimum = dmin * minimum(bytes, offset + SCALES, group);
            long quants = offset + QUANTS + 32L * (group / 2);
            int shift = 4 * (group % 2);
            for (int i = 0; i < 32; i++) {
                int q = (Fields.unsignedByte(bytes, quants + i) >> shift) & 15;
                out[at + 32 * group + i] = scale * q - minimum;
            }
        }
    }

    /** Scale of a group 0..7, 0 to 63; {@code scales} is the offset of the twelve bytes. */
    public static int scale(MemorySegment bytes, long scales, int group) {
        if (group < 4) {
            return Fields.unsignedByte(bytes, scales + group) & 63;
        }
        int low = Fields.unsignedByte(bytes, scales + group + 4) & 15;
        return low | ((Fields.unsignedByte(bytes, scales + group - 4) >> 6) << 4);
    }

    /** Minimum of a group 0..7, 0 to 63; {@code scales} is the offset of the twelve bytes. */
    public static int minimum(MemorySegment bytes, long scales, int group) {
        if (group < 4) {
            return Fields.unsignedByte(bytes, scales + group + 4) & 63;
        }
        int low = Fields.unsignedByte(bytes, scales + group + 4) >> 4;
        return low | ((Fields.unsignedByte(bytes, scales + group) >> 6) << 4);
    }
}
