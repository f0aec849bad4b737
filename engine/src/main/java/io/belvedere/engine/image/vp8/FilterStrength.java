package io.belvedere.engine.image.vp8;

/**
 * How strongly the edges of a macroblock are smoothed (RFC 6386, sections 9.6 and 15).
 *
 * @param level 0 (not at all) to 63
 * @param interior greatest difference between neighbours on one side of an edge
 */
record FilterStrength(int level, int interior) {
    static FilterStrength of(int level, int sharpness) {
        int clamped = Math.clamp(level, 0, 63);
        int interior = clamped;
        if (sharpness > 0) {
            interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        return new FilterStrength(clamped, Math.max(1, interior));
    }

    /** Greatest step across an edge between blocks. */
    int blockEdge() {
        return 2 * level + interior;
    }

    /** Greatest step across an edge between macroblocks. */
    int macroblockEdge() {
        return blockEdge() + 4;
    }

    /** From which difference beside an edge on there is variance enough to leave the outer samples alone. */
    int highVariance() {
        return level >= 40 ? 2 : level >= 15 ? 1 : 0;
    }
}
