package io.belvedere.engine.image.vp8;

/**
 * Factors of the coefficients (RFC 6386, sections 9.6 and 14.1), of each kind first that of coefficient 0, then that of
 * the others.
 *
 * @param y of luminance blocks
 * @param y2 of the block of a macroblock's luminance means
 * @param uv of chroma blocks
 */
record Quantizers(int[] y, int[] y2, int[] uv) {
    private static final int MAX_CHROMA_DC = 132;
    private static final int MIN_Y2_AC = 8;

    /** Where to look the factors up: an index and what the kinds differ from it by. */
    record Indexes(int base, int yDc, int y2Dc, int y2Ac, int uvDc, int uvAc) {
        static Indexes read(BoolDecoder bits) {
            return new Indexes(
                    bits.number(7),
                    bits.optionalSigned(4),
                    bits.optionalSigned(4),
                    bits.optionalSigned(4),
                    bits.optionalSigned(4),
                    bits.optionalSigned(4));
        }

        /** The factors of a segment whose index is {@code index}. */
        Quantizers at(int index) {
            int base = clamp(index);
            return new Quantizers(
                    new int[] {dc(base + yDc), ac(base)},
                    new int[] {2 * dc(base + y2Dc), Math.max(MIN_Y2_AC, ac(base + y2Ac) * 155 / 100)},
                    new int[] {Math.min(MAX_CHROMA_DC, dc(base + uvDc)), ac(base + uvAc)});
        }
    }

    private static int dc(int index) {
        return Tables.DC_QUANTIZERS[clamp(index)];
    }

    private static int ac(int index) {
        return Tables.AC_QUANTIZERS[clamp(index)];
    }

    private static int clamp(int index) {
        return Math.clamp(index, 0, 127);
    }
}
