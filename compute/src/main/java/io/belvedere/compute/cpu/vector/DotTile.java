package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * The dot products of 8 left rows with 3 right rows, in registers. Lanes run along the sum's index; each product has
 * one accumulator, so that it comes out the same in every tile.
 *
 * <p>Operands are packed: vector c of the rows of a tile lie side by side, then vector c + 1.
 *
 * <p>The accumulators stay in registers only if every call in the loop's method is inlined, and beyond a certain size
 * of method the compiler inlines nothing but the Vector API's own methods: so there are no helper methods here.
 */
final class DotTile {
    static final int LEFT = 8;
    static final int RIGHT = 3;

    private DotTile() {}

    /**
     * Adds products to accumulators: that of left row i and right row j is read at {@code sums[from + (8 j + i) L]} and
     * stored at {@code sums[to + (8 j + i) L]}.
     *
     * @param vectors length of a row in vectors
     */
    static void multiply(
            float[] left, int leftAt, float[] right, int rightAt, int vectors, float[] sums, int from, int to) {
        FloatVector s00 = FloatVector.fromArray(F, sums, from),
                s01 = FloatVector.fromArray(F, sums, from + 8 * L),
                s02 = FloatVector.fromArray(F, sums, from + 16 * L);
        FloatVector s10 = FloatVector.fromArray(F, sums, from + L),
                s11 = FloatVector.fromArray(F, sums, from + 9 * L),
                s12 = FloatVector.fromArray(F, sums, from + 17 * L);
        FloatVector s20 = FloatVector.fromArray(F, sums, from + 2 * L),
                s21 = FloatVector.fromArray(F, sums, from + 10 * L),
                s22 = FloatVector.fromArray(F, sums, from + 18 * L);
        FloatVector s30 = FloatVector.fromArray(F, sums, from + 3 * L),
                s31 = FloatVector.fromArray(F, sums, from + 11 * L),
                s32 = FloatVector.fromArray(F, sums, from + 19 * L);
        FloatVector s40 = FloatVector.fromArray(F, sums, from + 4 * L),
                s41 = FloatVector.fromArray(F, sums, from + 12 * L),
                s42 = FloatVector.fromArray(F, sums, from + 20 * L);
        FloatVector s50 = FloatVector.fromArray(F, sums, from + 5 * L),
                s51 = FloatVector.fromArray(F, sums, from + 13 * L),
                s52 = FloatVector.fromArray(F, sums, from + 21 * L);
        FloatVector s60 = FloatVector.fromArray(F, sums, from + 6 * L),
                s61 = FloatVector.fromArray(F, sums, from + 14 * L),
                s62 = FloatVector.fromArray(F, sums, from + 22 * L);
        FloatVector s70 = FloatVector.fromArray(F, sums, from + 7 * L),
                s71 = FloatVector.fromArray(F, sums, from + 15 * L),
                s72 = FloatVector.fromArray(F, sums, from + 23 * L);
        for (int c = 0; c < vectors; c++) {
            FloatVector b0 = FloatVector.fromArray(F, right, rightAt);
            FloatVector b1 = FloatVector.fromArray(F, right, rightAt + L);
            FloatVector b2 = FloatVector.fromArray(F, right, rightAt + 2 * L);
            FloatVector a = FloatVector.fromArray(F, left, leftAt);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            a = FloatVector.fromArray(F, left, leftAt + L);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            a = FloatVector.fromArray(F, left, leftAt + 2 * L);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            a = FloatVector.fromArray(F, left, leftAt + 3 * L);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
            a = FloatVector.fromArray(F, left, leftAt + 4 * L);
            s40 = a.fma(b0, s40);
            s41 = a.fma(b1, s41);
            s42 = a.fma(b2, s42);
            a = FloatVector.fromArray(F, left, leftAt + 5 * L);
            s50 = a.fma(b0, s50);
            s51 = a.fma(b1, s51);
            s52 = a.fma(b2, s52);
            a = FloatVector.fromArray(F, left, leftAt + 6 * L);
            s60 = a.fma(b0, s60);
            s61 = a.fma(b1, s61);
            s62 = a.fma(b2, s62);
            a = FloatVector.fromArray(F, left, leftAt + 7 * L);
            s70 = a.fma(b0, s70);
            s71 = a.fma(b1, s71);
            s72 = a.fma(b2, s72);
            leftAt += LEFT * L;
            rightAt += RIGHT * L;
        }
        s00.intoArray(sums, to);
        s10.intoArray(sums, to + L);
        s20.intoArray(sums, to + 2 * L);
        s30.intoArray(sums, to + 3 * L);
        s40.intoArray(sums, to + 4 * L);
        s50.intoArray(sums, to + 5 * L);
        s60.intoArray(sums, to + 6 * L);
        s70.intoArray(sums, to + 7 * L);
        s01.intoArray(sums, to + 8 * L);
        s11.intoArray(sums, to + 9 * L);
        s21.intoArray(sums, to + 10 * L);
        s31.intoArray(sums, to + 11 * L);
        s41.intoArray(sums, to + 12 * L);
        s51.intoArray(sums, to + 13 * L);
        s61.intoArray(sums, to + 14 * L);
        s71.intoArray(sums, to + 15 * L);
        s02.intoArray(sums, to + 16 * L);
        s12.intoArray(sums, to + 17 * L);
        s22.intoArray(sums, to + 18 * L);
        s32.intoArray(sums, to + 19 * L);
        s42.intoArray(sums, to + 20 * L);
        s52.intoArray(sums, to + 21 * L);
        s62.intoArray(sums, to + 22 * L);
        s72.intoArray(sums, to + 23 * L);
    }
}
