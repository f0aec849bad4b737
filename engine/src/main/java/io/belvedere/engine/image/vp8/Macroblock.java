package io.belvedere.engine.image.vp8;

/** One 16x16 macroblock while it is decoded. */
final class Macroblock {
    /** Prediction of 16x16 luminance or 8x8 chroma; luminance can also go by {@link #BLOCKWISE}. */
    static final int DC = 0;

    static final int VERTICAL = 1;
    static final int HORIZONTAL = 2;
    static final int TRUE_MOTION = 3;
    static final int BLOCKWISE = 4;

    /** Luminance and chroma. */
    static final int SAMPLES = 384;

    int segment;
    boolean skipped;
    int lumaMode;
    int chromaMode;

    /**
     * Prediction of each 4x4 luminance block, if blockwise: 0 DC, 1 TM, 2 VE, 3 HE, 4 LD, 5 RD, 6 VR, 7 VL, 8 HD, 9 HU.
     */
    final int[] blockModes = new int[16];

    /** (16 Y, 4 U and 4 V blocks, 16), dequantised, in raster order within a block. */
    final int[] coefficients = new int[24 * 16];

    /** Whether a block has any coefficient that isn't 0. */
    final boolean[] nonZero = new boolean[24];

    boolean isBlockwise() {
        return lumaMode == BLOCKWISE;
    }

    boolean hasCoefficients() {
        for (boolean block : nonZero) {
            if (block) {
                return true;
            }
        }
        return false;
    }
}
