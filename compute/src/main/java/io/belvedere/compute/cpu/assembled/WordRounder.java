package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Mask;

/**
 * Rounds a row to signed words of 14 bits: so many that 32 products of two still fit 32 bits together. A block's
 * elements come in the order 0 to 3, 16 to 19, 4 to 7, 20 to 23 and so on; x and weights alike, so that products meet.
 */
final class WordRounder extends BlockRounder {
    /** 32 * 8191 * 8191 is below 2^31. */
    static final int STEPS = 8191;

    WordRounder(boolean halves) {
        super(STEPS, halves);
    }

    @Override
    void store() {
        code.vpackssdw(FIRST, FIRST, SECOND);
        code.vmovups(INTEGERS.at(0), Mask.NONE, FIRST);
        code.vmovd(FIELDS.at(0), D);
    }
}
