package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

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
        FloatVector s00 = load(sums, at), s01 = load(sums, at + L), s02 = load(sums, at + 2 * L);
        FloatVector s10 = load(sums, at + 3 * L), s11 = load(sums, at + 4 * L), s12 = load(sums, at + 5 * L);
        FloatVector s20 = load(sums, at + 6 * L), s21 = load(sums, at + 7 * L), s22 = load(sums, at + 8 * L);
        FloatVector s30 = load(sums, at + 9 * L), s31 = load(sums, at + 10 * L), s32 = load(sums, at + 11 * L);
        FloatVector s40 = load(sums, at + 12 * L), s41 = load(sums, at + 13 * L), s42 = load(sums, at + 14 * L);
        FloatVector s50 = load(sums, at + 15 * L), s51 = load(sums, at + 16 * L), s52 = load(sums, at + 17 * L);
        FloatVector s60 = load(sums, at + 18 * L), s61 = load(sums, at + 19 * L), s62 = load(sums, at + 20 * L);
        FloatVector s70 = load(sums, at + 21 * L), s71 = load(sums, at + 22 * L), s72 = load(sums, at + 23 * L);
        for (int t = 0; t < count; t++) {
            FloatVector b0 = load(rows, rowsAt);
            FloatVector b1 = load(rows, rowsAt + L);
            FloatVector b2 = load(rows, rowsAt + 2 * L);
            FloatVector a = weight(weights, weightsAt);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            a = weight(weights, weightsAt + 1);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            a = weight(weights, weightsAt + 2);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            a = weight(weights, weightsAt + 3);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
            a = weight(weights, weightsAt + 4);
            s40 = a.fma(b0, s40);
            s41 = a.fma(b1, s41);
            s42 = a.fma(b2, s42);
            a = weight(weights, weightsAt + 5);
            s50 = a.fma(b0, s50);
            s51 = a.fma(b1, s51);
            s52 = a.fma(b2, s52);
            a = weight(weights, weightsAt + 6);
            s60 = a.fma(b0, s60);
            s61 = a.fma(b1, s61);
            s62 = a.fma(b2, s62);
            a = weight(weights, weightsAt + 7);
            s70 = a.fma(b0, s70);
            s71 = a.fma(b1, s71);
            s72 = a.fma(b2, s72);
            weightsAt += LEFT;
            rowsAt += VECTORS * L;
        }
        // stored one by one: handed to a method, the sums would be objects
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
        FloatVector a = weight(weights, weightsAt + i);
        int sumAt = at + i * VECTORS * L;
        FloatVector s0 = a.fma(load(rows, rowsAt), load(sums, sumAt));
        FloatVector s1 = a.fma(load(rows, rowsAt + L), load(sums, sumAt + L));
        FloatVector s2 = a.fma(load(rows, rowsAt + 2 * L), load(sums, sumAt + 2 * L));
        s0.intoArray(sums, sumAt);
        s1.intoArray(sums, sumAt + L);
        s2.intoArray(sums, sumAt + 2 * L);
    }

    private static FloatVector weight(float[] weights, int at) {
        return FloatVector.broadcast(Lanes.F, weights[at]);
    }
}
