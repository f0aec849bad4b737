package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Zmm;
import org.jspecify.annotations.Nullable;

/**
 * Quantised weights times rows of x in signed bytes. Weights come as unsigned bytes {@code u} with a value of
 * {@code scale (u - offset)} or {@code scale u - minimum}; within a group of equal scale the products are summed
 * exactly in 32 bits:
 *
 * <pre>
 * sum += (scale d) Σ (u - offset) q            d, q: scale and bytes of the row's block of x
 * sum += (scale d) Σ u q - minimum (d Σ q)
 * </pre>
 *
 * The format brings the code that makes the bytes, scales and minima; the layout of x is that of {@link PackedBytes}.
 */
final class QuantizedTile extends IntegerTile {
    /** Free for the format. */
    static final Zmm WEIGHT = new Zmm(24), HALF = new Zmm(25), SCALE = new Zmm(26), MINIMUM = new Zmm(27);

    /** Constants of the format. */
    static final Zmm LOW_BITS = new Zmm(28), HIGH_BITS = new Zmm(29), D = new Zmm(30), D_MIN = new Zmm(31);

    private final PanelFormat format;

    QuantizedTile(PanelFormat format, int rows) {
        super(rows);
        this.format = format;
    }

    @Override
    void constants() {
        format.constants(code);
    }

    @Override
    void block() {
        format.block(this);
    }

    @Override
    int blockBytes() {
        return format.panelBytes();
    }

    @Override
    int packedBytes() {
        return format.elements() / PackedBytes.BLOCK * PackedBytes.blockBytes(rows);
    }

    /**
     * How many groups' sums can be made at once, so that what they share of a panel is loaded once.
     *
     * @param most how many share something
     * @return a divisor of it
     */
    int together(int most) {
        int groups = most;
        while (groups * rows > MOST_ROWS || most % groups != 0) {
            groups--;
        }
        return groups;
    }

    /**
     * Begins a group's sums.
     *
     * @param slot of those made at once
     * @param block of 32 inputs within the format's block
     * @param offset log2 of what is subtracted from every weight; 0 for nothing
     * @param over which inputs the group covers
     */
    void begin(int slot, int block, int offset, PackedBytes.Sum over) {
        for (int row = 0; row < rows; row++) {
            if (offset == 0) {
                code.vpxord(products(slot, row), products(slot, row), products(slot, row));
            } else {
                code.vpslld(products(slot, row), X.repeated(PackedBytes.sumAt(rows, block, over, row)), offset);
            }
        }
    }

    /** Puts the low or the high four bits of each byte into {@link #WEIGHT}; the format has {@link #LOW_BITS} set. */
    void nibbles(Zmm from, boolean high) {
        if (high) {
            code.vpsrlw(WEIGHT, from, 4);
        }
        code.vpandd(WEIGHT, high ? WEIGHT : from, LOW_BITS);
    }

    /** Adds the products of four inputs, {@code 4 step} from the start of a block of 32 on. */
    void multiply(int slot, Zmm weights, int block, int step) {
        for (int row = 0; row < rows; row++) {
            code.vpdpbusd(products(slot, row), weights, X.repeated(PackedBytes.quantsAt(rows, block, row) + 4 * step));
        }
    }

    /** Adds the group's sums, scaled, to the accumulators. Uses {@link #HALF}. */
    void end(int slot, int block, Zmm scale, @Nullable Zmm minimum) {
        for (int row = 0; row < rows; row++) {
            code.vcvtdq2ps(products(slot, row), products(slot, row));
            code.vmulps(HALF, scale, X.repeated(PackedBytes.scaleAt(rows, block, row)));
            code.vfmadd231ps(sum(row, 0), products(slot, row), HALF);
        }
        if (minimum != null) {
            for (int row = 0; row < rows; row++) {
                code.vfnmadd231ps(sum(row, 0), minimum, X.repeated(PackedBytes.scaledSumAt(rows, block, row)));
            }
        }
    }
}
