package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * Weighted sums of rows, 8 at a time, three vectors wide, in registers. Each element sums in the order of the rows.
 */
final class MixTile {
    static final int LEFT = 8;

    /** Vectors of a row. */
    static final int VECTORS = 3;

    private MixTile() {}

    /**
     * {@code sums[i] += weight[t][i] row[t]} for t in order.
     *
     * @param weights for each row the weights of the 8 sums
     * @param rows three vectors each
     * @param sums 8 of three vectors
     */
    static void accumulate(float[] weights, int weightsAt, float[] rows, int rowsAt, int count, float[] sums, int at) {
        FloatVector s00 = FloatVector.fromArray(F, sums, at),
                s01 = FloatVector.fromArray(F, sums, at + L),
                s02 = FloatVector.fromArray(F, sums, at + 2 * L);
        FloatVector s10 = FloatVector.fromArray(F, sums, at + 3 * L),
                s11 = FloatVector.fromArray(F, sums, at + 4 * L),
                s12 = FloatVector.fromArray(F, sums, at + 5 * L);
        FloatVector s20 = FloatVector.fromArray(F, sums, at + 6 * L),
                s21 = FloatVector.fromArray(F, sums, at + 7 * L),
                s22 = FloatVector.fromArray(F, sums, at + 8 * L);
        FloatVector s30 = FloatVector.fromArray(F, sums, at + 9 * L),
                s31 = FloatVector.fromArray(F, sums, at + 10 * L),
                s32 = FloatVector.fromArray(F, sums, at + 11 * L);
        FloatVector s40 = FloatVector.fromArray(F, sums, at + 12 * L),
                s41 = FloatVector.fromArray(F, sums, at + 13 * L),
                s42 = FloatVector.fromArray(F, sums, at + 14 * L);
        FloatVector s50 = FloatVector.fromArray(F, sums, at + 15 * L),
                s51 = FloatVector.fromArray(F, sums, at + 16 * L),
                s52 = FloatVector.fromArray(F, sums, at + 17 * L);
        FloatVector s60 = FloatVector.fromArray(F, sums, at + 18 * L),
                s61 = FloatVector.fromArray(F, sums, at + 19 * L),
                s62 = FloatVector.fromArray(F, sums, at + 20 * L);
        FloatVector s70 = FloatVector.fromArray(F, sums, at + 21 * L),
                s71 = FloatVector.fromArray(F, sums, at + 22 * L),
                s72 = FloatVector.fromArray(F, sums, at + 23 * L);
        for (int t = 0; t < count; t++) {
            FloatVector b0 = FloatVector.fromArray(F, rows, rowsAt);
            FloatVector b1 = FloatVector.fromArray(F, rows, rowsAt + L);
            FloatVector b2 = FloatVector.fromArray(F, rows, rowsAt + 2 * L);
            FloatVector a = FloatVector.broadcast(F, weights[weightsAt]);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            a = FloatVector.broadcast(F, weights[weightsAt + 1]);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            a = FloatVector.broadcast(F, weights[weightsAt + 2]);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            a = FloatVector.broadcast(F, weights[weightsAt + 3]);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
            a = FloatVector.broadcast(F, weights[weightsAt + 4]);
            s40 = a.fma(b0, s40);
            s41 = a.fma(b1, s41);
            s42 = a.fma(b2, s42);
            a = FloatVector.broadcast(F, weights[weightsAt + 5]);
            s50 = a.fma(b0, s50);
            s51 = a.fma(b1, s51);
            s52 = a.fma(b2, s52);
            a = FloatVector.broadcast(F, weights[weightsAt + 6]);
            s60 = a.fma(b0, s60);
            s61 = a.fma(b1, s61);
            s62 = a.fma(b2, s62);
            a = FloatVector.broadcast(F, weights[weightsAt + 7]);
            s70 = a.fma(b0, s70);
            s71 = a.fma(b1, s71);
            s72 = a.fma(b2, s72);
            weightsAt += LEFT;
            rowsAt += VECTORS * L;
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + L);
        s02.intoArray(sums, at + 2 * L);
        s10.intoArray(sums, at + 3 * L);
        s11.intoArray(sums, at + 4 * L);
        s12.intoArray(sums, at + 5 * L);
        s20.intoArray(sums, at + 6 * L);
        s21.intoArray(sums, at + 7 * L);
        s22.intoArray(sums, at + 8 * L);
        s30.intoArray(sums, at + 9 * L);
        s31.intoArray(sums, at + 10 * L);
        s32.intoArray(sums, at + 11 * L);
        s40.intoArray(sums, at + 12 * L);
        s41.intoArray(sums, at + 13 * L);
        s42.intoArray(sums, at + 14 * L);
        s50.intoArray(sums, at + 15 * L);
        s51.intoArray(sums, at + 16 * L);
        s52.intoArray(sums, at + 17 * L);
        s60.intoArray(sums, at + 18 * L);
        s61.intoArray(sums, at + 19 * L);
        s62.intoArray(sums, at + 20 * L);
        s70.intoArray(sums, at + 21 * L);
        s71.intoArray(sums, at + 22 * L);
        s72.intoArray(sums, at + 23 * L);
    }

    /** The same for one row and sum i alone. */
    static void accumulateOne(float[] weights, int weightsAt, float[] rows, int rowsAt, int i, float[] sums, int at) {
        FloatVector a = FloatVector.broadcast(F, weights[weightsAt + i]);
        int sumAt = at + i * VECTORS * L;
        FloatVector s0 = a.fma(FloatVector.fromArray(F, rows, rowsAt), FloatVector.fromArray(F, sums, sumAt));
        FloatVector s1 = a.fma(FloatVector.fromArray(F, rows, rowsAt + L), FloatVector.fromArray(F, sums, sumAt + L));
        FloatVector s2 =
                a.fma(FloatVector.fromArray(F, rows, rowsAt + 2 * L), FloatVector.fromArray(F, sums, sumAt + 2 * L));
        s0.intoArray(sums, sumAt);
        s1.intoArray(sums, sumAt + L);
        s2.intoArray(sums, sumAt + 2 * L);
    }
}
