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
        store8(sums, at, s00, s10, s20, s30, s40, s50, s60, s70);
        store8(sums, at + 8 * L, s01, s11, s21, s31, s41, s51, s61, s71);
        store8(sums, at + 16 * L, s02, s12, s22, s32, s42, s52, s62, s72);
    }

    private static void store8(
            float[] to,
            int at,
            FloatVector a,
            FloatVector b,
            FloatVector c,
            FloatVector d,
            FloatVector e,
            FloatVector f,
            FloatVector g,
            FloatVector h) {
        a.intoArray(to, at);
        b.intoArray(to, at + L);
        c.intoArray(to, at + 2 * L);
        d.intoArray(to, at + 3 * L);
        e.intoArray(to, at + 4 * L);
        f.intoArray(to, at + 5 * L);
        g.intoArray(to, at + 6 * L);
        h.intoArray(to, at + 7 * L);
    }
}
