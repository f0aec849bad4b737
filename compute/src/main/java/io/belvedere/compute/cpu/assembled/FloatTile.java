package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Memory;
import io.belvedere.compute.cpu.x86.Zmm;

/**
 * Float weights: for each input a weight vector pair times each row's value, repeated in every lane.
 *
 * <pre>
 * panel   [input 0: outputs 0..31][input 1: ...] ...      in the stored type
 * x       [input 0: rows 0..n-1][input 1: ...] ...        F32
 * </pre>
 */
final class FloatTile extends ZmmTile {
    /** 24 accumulators, 2 vectors of weights and 2 of x. */
    static final int MOST_ROWS = 12;

    static final int OUTPUTS = 2 * LANES;

    /** Inputs of a block. */
    static final int BLOCK = 4;

    private static final Zmm[] W = {new Zmm(24), new Zmm(25), new Zmm(28), new Zmm(29)};
    private static final Zmm[] REPEATED = {new Zmm(26), new Zmm(27), new Zmm(30), new Zmm(31)};

    private final DType type;

    /** @param type F32, F16 or BF16 */
    FloatTile(DType type, int rows) {
        super(rows, 2);
        this.type = type;
    }

    @Override
    Zmm sum(int row, int vector) {
        return new Zmm(2 * row + vector);
    }

    @Override
    void constants() {}

    @Override
    void block() {
        int vectorBytes = LANES * type.blockBytes();
        for (int input = 0; input < BLOCK; input++) {
            Zmm w0 = W[input % 2 * 2];
            Zmm w1 = W[input % 2 * 2 + 1];
            load(w0, weights(2 * input * vectorBytes));
            load(w1, weights((2 * input + 1) * vectorBytes));
            for (int row = 0; row < rows; row++) {
                Zmm x = REPEATED[row % REPEATED.length];
                code.vbroadcastss(x, X.at(Float.BYTES * (input * rows + row)));
                code.vfmadd231ps(sum(row, 0), w0, x);
                code.vfmadd231ps(sum(row, 1), w1, x);
            }
        }
    }

    @Override
    int blockBytes() {
        return BLOCK * OUTPUTS * type.blockBytes();
    }

    @Override
    int packedBytes() {
        return BLOCK * rows * Float.BYTES;
    }

    private void load(Zmm to, Memory from) {
        switch (type) {
            case F32 -> code.vmovups(to, from);
            case F16 -> code.vcvtph2ps(to, from);
            case BF16 -> {
                code.vpmovzxwd(to, from);
                code.vpslld(to, to, 16);
            }
            default -> throw new IllegalArgumentException(type + " is no float type");
        }
    }
}
