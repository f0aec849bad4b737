package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** The dot products of 4 left rows with 3 right rows: {@link DotTile} for few rows. */
final class DotTile4 {
    static final int LEFT = 4;
    static final int RIGHT = 3;

    private DotTile4() {}

    /**
     * As {@link DotTile#multiply}, but for the rows: that of left row i and right row j is read at
     * {@code sums[from + (4 j + i) L]}.
     */
    static void multiply(
            float[] left, int leftAt, float[] right, int rightAt, int vectors, float[] sums, int from, int to) {
        FloatVector s00 = FloatVector.fromArray(F, sums, from),
                s01 = FloatVector.fromArray(F, sums, from + 4 * L),
                s02 = FloatVector.fromArray(F, sums, from + 8 * L);
        FloatVector s10 = FloatVector.fromArray(F, sums, from + L),
                s11 = FloatVector.fromArray(F, sums, from + 5 * L),
                s12 = FloatVector.fromArray(F, sums, from + 9 * L);
        FloatVector s20 = FloatVector.fromArray(F, sums, from + 2 * L),
                s21 = FloatVector.fromArray(F, sums, from + 6 * L),
                s22 = FloatVector.fromArray(F, sums, from + 10 * L);
        FloatVector s30 = FloatVector.fromArray(F, sums, from + 3 * L),
                s31 = FloatVector.fromArray(F, sums, from + 7 * L),
                s32 = FloatVector.fromArray(F, sums, from + 11 * L);
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
            leftAt += LEFT * L;
            rightAt += RIGHT * L;
        }
        s00.intoArray(sums, to);
        s10.intoArray(sums, to + L);
        s20.intoArray(sums, to + 2 * L);
        s30.intoArray(sums, to + 3 * L);
        s01.intoArray(sums, to + 4 * L);
        s11.intoArray(sums, to + 5 * L);
        s21.intoArray(sums, to + 6 * L);
        s31.intoArray(sums, to + 7 * L);
        s02.intoArray(sums, to + 8 * L);
        s12.intoArray(sums, to + 9 * L);
        s22.intoArray(sums, to + 10 * L);
        s32.intoArray(sums, to + 11 * L);
    }
}
