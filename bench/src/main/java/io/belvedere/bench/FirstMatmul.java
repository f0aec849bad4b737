package io.belvedere.bench;

import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first vectorised product, in essence: a block of 128 rows of x stays in the second-level cache, 24 outputs at a
 * time are decoded anew for each block, a tile of 4 rows by 3 outputs has lanes along the columns, and every
 * accumulator's lanes are summed on their own. Rows must be whole vectors, and there are at least 3 outputs in the last
 * panel.
 */
final class FirstMatmul {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int ROWS = 4;
    private static final int OUTPUTS = 3;
    private static final int BLOCK_ROWS = 128;
    private static final int PANEL_OUTPUTS = 24;

    private final Samples.Product product;
    private final float[] x;
    private final float[] panel;
    private final float[] out;

    FirstMatmul(Samples.Product product) {
        this.product = product;
        int rows = Math.ceilDiv(product.rows(), ROWS) * ROWS;
        this.x = Arrays.copyOf(product.x(), rows * product.in());
        this.panel = new float[PANEL_OUTPUTS * product.in()];
        this.out = new float[rows * product.out()];
        if (product.in() % L != 0) {
            throw new IllegalArgumentException(product.in() + " columns are not whole vectors of " + L);
        }
    }

    /** The product (rows, out), in an array that may hold a few rows more. */
    float[] multiply() {
        for (int row = 0; row < product.rows(); row += BLOCK_ROWS) {
            for (int output = 0; output < product.out(); output += PANEL_OUTPUTS) {
                int outputs = Math.min(PANEL_OUTPUTS, product.out() - output);
                decode(output, outputs);
                for (int i = row; i < Math.min(row + BLOCK_ROWS, product.rows()); i += ROWS) {
                    for (int o = 0; o < outputs; o += OUTPUTS) {
                        int first = Math.min(o, outputs - OUTPUTS);
                        tile(i * product.in(), first * product.in(), i * product.out() + output + first);
                    }
                }
            }
        }
        return out;
    }

    private void decode(int output, int outputs) {
        Tensor tensor = product.tensor();
        long rowBytes = tensor.type().bytes(product.in());
        for (int o = 0; o < outputs; o++) {
            long offset = (output + o) * rowBytes;
            BlockFormat.of(tensor.type()).decode(tensor.bytes(), offset, panel, o * product.in(), product.in());
        }
    }

    private void tile(int rowAt, int panelAt, int outAt) {
        int columns = product.in();
        FloatVector s00 = FloatVector.zero(S), s01 = FloatVector.zero(S), s02 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S), s11 = FloatVector.zero(S), s12 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S), s21 = FloatVector.zero(S), s22 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S), s31 = FloatVector.zero(S), s32 = FloatVector.zero(S);
        for (int k = 0; k < columns; k += L) {
            FloatVector b0 = FloatVector.fromArray(S, panel, panelAt + k);
            FloatVector b1 = FloatVector.fromArray(S, panel, panelAt + columns + k);
            FloatVector b2 = FloatVector.fromArray(S, panel, panelAt + 2 * columns + k);
            FloatVector a = FloatVector.fromArray(S, x, rowAt + k);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            a = FloatVector.fromArray(S, x, rowAt + columns + k);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            a = FloatVector.fromArray(S, x, rowAt + 2 * columns + k);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            a = FloatVector.fromArray(S, x, rowAt + 3 * columns + k);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
        }
        store(outAt, s00, s01, s02);
        store(outAt + product.out(), s10, s11, s12);
        store(outAt + 2 * product.out(), s20, s21, s22);
        store(outAt + 3 * product.out(), s30, s31, s32);
    }

    private void store(int at, FloatVector first, FloatVector second, FloatVector third) {
        out[at] = sum(first);
        out[at + 1] = sum(second);
        out[at + 2] = sum(third);
    }

    private static float sum(FloatVector x) {
        for (int apart = L / 2; apart > 0; apart /= 2) {
            x = x.add(x.rearrange(VectorShuffle.iota(S, apart, 1, true)));
        }
        return x.lane(0);
    }
}
