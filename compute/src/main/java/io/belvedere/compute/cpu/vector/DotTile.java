package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The dot products of 8 left rows with 3 right rows, in registers. Lanes run along the sum's index; each product has one accumulator, so that it comes
 * out the same in every tile.
 *
 * <p>Operands are packed: vector c of the rows of a tile lie side by side, then vector c + 1.
 */
final class DotTile {
    static final int LEFT = 8;
    static final int RIGHT = 3;

    private DotTile() {}

    /**
     * Stores the accumulator of left row i and right row j at {@code sums[at + (8 j + i) L]}.
     *
     * @param vectors length of a row in vectors
     */
    static void multiply(float[] left, int leftAt, float[] right, int rightAt, int vectors, float[] sums, int at) {
        FloatVector s00 = FloatVector.zero(Lanes.F), s01 = s00, s02 = s00;
        FloatVector s10 = s00, s11 = s00, s12 = s00;
        FloatVector s20 = s00, s21 = s00, s22 = s00;
        FloatVector s30 = s00, s31 = s00, s32 = s00;
        FloatVector s40 = s00, s41 = s00, s42 = s00;
        FloatVector s50 = s00, s51 = s00, s52 = s00;
        FloatVector s60 = s00, s61 = s00, s62 = s00;
        FloatVector s70 = s00, s71 = s00, s72 = s00;
        for (int c = 0; c < vectors; c++) {
            FloatVector b0 = load(right, rightAt);
            FloatVector b1 = load(right, rightAt + L);
            FloatVector b2 = load(right, rightAt + 2 * L);
            FloatVector a = load(left, leftAt);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            s02 = a.fma(b2, s02);
            a = load(left, leftAt + L);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            s12 = a.fma(b2, s12);
            a = load(left, leftAt + 2 * L);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            s22 = a.fma(b2, s22);
            a = load(left, leftAt + 3 * L);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
            s32 = a.fma(b2, s32);
            a = load(left, leftAt + 4 * L);
            s40 = a.fma(b0, s40);
            s41 = a.fma(b1, s41);
            s42 = a.fma(b2, s42);
            a = load(left, leftAt + 5 * L);
            s50 = a.fma(b0, s50);
            s51 = a.fma(b1, s51);
            s52 = a.fma(b2, s52);
            a = load(left, leftAt + 6 * L);
            s60 = a.fma(b0, s60);
            s61 = a.fma(b1, s61);
            s62 = a.fma(b2, s62);
            a = load(left, leftAt + 7 * L);
            s70 = a.fma(b0, s70);
            s71 = a.fma(b1, s71);
            s72 = a.fma(b2, s72);
            leftAt += LEFT * L;
            rightAt += RIGHT * L;
        }
        // stored one by one: handed to a method, the accumulators would be objects
        s00.intoArray(sums, at);
        s10.intoArray(sums, at + L);
        s20.intoArray(sums, at + 2 * L);
        s30.intoArray(sums, at + 3 * L);
        s40.intoArray(sums, at + 4 * L);
        s50.intoArray(sums, at + 5 * L);
        s60.intoArray(sums, at + 6 * L);
        s70.intoArray(sums, at + 7 * L);
        s01.intoArray(sums, at + 8 * L);
        s11.intoArray(sums, at + 9 * L);
        s21.intoArray(sums, at + 10 * L);
        s31.intoArray(sums, at + 11 * L);
        s41.intoArray(sums, at + 12 * L);
        s51.intoArray(sums, at + 13 * L);
        s61.intoArray(sums, at + 14 * L);
        s71.intoArray(sums, at + 15 * L);
        s02.intoArray(sums, at + 16 * L);
        s12.intoArray(sums, at + 17 * L);
        s22.intoArray(sums, at + 18 * L);
        s32.intoArray(sums, at + 19 * L);
        s42.intoArray(sums, at + 20 * L);
        s52.intoArray(sums, at + 21 * L);
        s62.intoArray(sums, at + 22 * L);
        s72.intoArray(sums, at + 23 * L);
    }
}
