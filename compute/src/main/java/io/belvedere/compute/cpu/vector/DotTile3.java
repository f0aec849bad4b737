package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * The dot products of 3 left rows with 3 right rows: {@link DotTile} where a processor has 16 vector registers. Larger
 * tiles spill, and run at half the speed.
 */
final class DotTile3 {
    static final int LEFT = 3;
    static final int RIGHT = 3;

    private DotTile3() {}

    /**
     * As {@link DotTile#multiply}, but for the rows: that of left row i and right row j is read at
     * {@code sums[from + (3 j + i) L]}.
     */
    static void multiply(
            float[] left, int leftAt, float[] right, int rightAt, int vectors, float[] sums, int from, int to) {
        FloatVector s00 = FloatVector.fromArray(F, sums, from),
                s01 = FloatVector.fromArray(F, sums, from + 3 * L),
                s02 = FloatVector.fromArray(F, sums, from + 6 * L);
        FloatVector s10 = FloatVector.fromArray(F, sums, from + L),
                s11 = FloatVector.fromArray(F, sums, from + 4 * L),
                s12 = FloatVector.fromArray(F, sums, from + 7 * L);
        FloatVector s20 = FloatVector.fromArray(F, sums, from + 2 * L),
                s21 = FloatVector.fromArray(F, sums, from + 5 * L),
                s22 = FloatVector.fromArray(F, sums, from + 8 * L);
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
            leftAt += LEFT * L;
            rightAt += RIGHT * L;
        }
        s00.intoArray(sums, to);
        s10.intoArray(sums, to + L);
        s20.intoArray(sums, to + 2 * L);
        s01.intoArray(sums, to + 3 * L);
        s11.intoArray(sums, to + 4 * L);
        s21.intoArray(sums, to + 5 * L);
        s02.intoArray(sums, to + 6 * L);
        s12.intoArray(sums, to + 7 * L);
        s22.intoArray(sums, to + 8 * L);
    }
}
