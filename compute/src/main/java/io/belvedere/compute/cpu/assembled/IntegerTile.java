package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Zmm;

/**
 * A tile of one vector of outputs that sums a block's products in integers, in registers of their own, before it scales
 * them into the accumulators.
 */
abstract class IntegerTile extends ZmmTile {
    /** 24 accumulators; the rest holds weights, scales and constants. */
    static final int MOST_ROWS = 12;

    IntegerTile(int rows) {
        super(rows, 1);
    }

    @Override
    final Zmm sum(int row, int vector) {
        return new Zmm(MOST_ROWS + row);
    }

    /** Where a row's products of a block add up. */
    static Zmm products(int row) {
        return new Zmm(row);
    }

    /** The same for one of several blocks whose products are added up at once. */
    final Zmm products(int slot, int row) {
        return products(slot * rows + row);
    }
}
