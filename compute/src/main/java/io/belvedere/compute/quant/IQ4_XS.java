package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements in 136 bytes, in 8 groups of 32: {@code (d * s) * level(q)} with the levels of {@link IQ4_NL} and a
 * six-bit s, less 32, per group.
 */
public final class IQ4_XS implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** 2 bytes: bits 2j and 2j + 1 are the high bits of group j's scale. */
    public static final int SCALES_HIGH = 2;

    /** 4 bytes: nibble j (low first) holds the low four bits of group j's scale. */
    public static final int SCALES_LOW = 4;

    /** 8 x 16 bytes: in group j byte i holds element i in its low nibble and element i + 16 in its high one. */
    public static final int QUANTS = 8;

    static final IQ4_XS FORMAT = new IQ4_XS();

    private IQ4_XS() {}

    @Override
    public DType type() {
        return DType.IQ4_XS;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        for (int group = 0; group < 8; group++) {
            float scale = d * scale(bytes, offset, group);
            for (int i = 0; i < 16; i++) {
                int pair = Fields.unsignedByte(bytes, offset + QUANTS + 16L * group + i);
                out[at + 32 * group + i] = scale * IQ4_NL.LEVELS[pair & 15];
                out[at + 32 * group + i + 16] = scale * IQ4_NL.LEVELS[pair >> 4];
            }
        }
    }

    /** Scale of a group 0..7 in the block at {@code offset}: -32 to 31. */
    public static int scale(MemorySegment bytes, long offset, int group) {
        int low = (Fields.unsignedByte(bytes, offset + SCALES_LOW + group / 2) >> (4 * (group % 2))) & 15;
        int high = (bytes.get(Fields.SHORT, offset + SCALES_HIGH) >> (2 * group)) & 3;
        return (low | (high << 4)) - 32;
    }
}
