package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * 32 elements in 18 bytes: {@code d * LEVELS[q]} with a nibble q that names one of 16 unevenly spaced levels.
 */
public final class IQ4_NL implements BlockFormat {
    /** F16: the block's scale d. */
    public static final int D = 0;

    /** 16 bytes: byte i holds element i in its low nibble and element i + 16 in its high one. */
    public static final int QUANTS = 2;

    static final int[] LEVELS = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    static final IQ4_NL FORMAT = new IQ4_NL();

    private IQ4_NL() {}

    @Override
    public DType type() {
        return DType.IQ4_NL;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        float d = Fields.half(bytes, offset + D);
        for (int i = 0; i < 16; i++) {
            int pair = Fields.unsignedByte(bytes, offset + QUANTS + i);
            out[at + i] = d * LEVELS[pair & 15];
            out[at + i + 16] = d * LEVELS[pair >> 4];
        }
    }

    /** The level that a nibble names: -127 to 113, ascending. */
    public static int level(int nibble) {
        return LEVELS[nibble];
    }
}
