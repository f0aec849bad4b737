package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link OuterTile} with 8 rows of one vector of 8 lanes at most, for the few queries of a single token: some
 * processors compute a vector of 16 lanes in two halves, and would compute 8 for nothing. The other lanes of c stay as
 * they are.
 */
final class ThinTile {
    static final int ROWS = 8;

    static final int LANES = Math.min(L, 8);

    private static final VectorSpecies<Float> S = L == 16 ? FloatVector.SPECIES_256 : F;

    private ThinTile() {}

    static void accumulate(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            int count,
            float[] c,
            int cAt,
            int cRow) {
        int a1 = aAt + aRow;
        int a2 = aAt + 2 * aRow;
        int a3 = aAt + 3 * aRow;
        int a4 = aAt + 4 * aRow;
        int a5 = aAt + 5 * aRow;
        int a6 = aAt + 6 * aRow;
        int a7 = aAt + 7 * aRow;
        int c0 = cAt;
        int c1 = cAt + cRow;
        int c2 = cAt + 2 * cRow;
        int c3 = cAt + 3 * cRow;
        int c4 = cAt + 4 * cRow;
        int c5 = cAt + 5 * cRow;
        int c6 = cAt + 6 * cRow;
        int c7 = cAt + 7 * cRow;
        FloatVector s00 = FloatVector.fromArray(S, c, c0);
        FloatVector s10 = FloatVector.fromArray(S, c, c1);
        FloatVector s20 = FloatVector.fromArray(S, c, c2);
        FloatVector s30 = FloatVector.fromArray(S, c, c3);
        FloatVector s40 = FloatVector.fromArray(S, c, c4);
        FloatVector s50 = FloatVector.fromArray(S, c, c5);
        FloatVector s60 = FloatVector.fromArray(S, c, c6);
        FloatVector s70 = FloatVector.fromArray(S, c, c7);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bAt);
            FloatVector x = FloatVector.broadcast(S, a[k * aStep + aAt]);
            s00 = x.fma(b0, s00);
            x = FloatVector.broadcast(S, a[k * aStep + a1]);
            s10 = x.fma(b0, s10);
            x = FloatVector.broadcast(S, a[k * aStep + a2]);
            s20 = x.fma(b0, s20);
            x = FloatVector.broadcast(S, a[k * aStep + a3]);
            s30 = x.fma(b0, s30);
            x = FloatVector.broadcast(S, a[k * aStep + a4]);
            s40 = x.fma(b0, s40);
            x = FloatVector.broadcast(S, a[k * aStep + a5]);
            s50 = x.fma(b0, s50);
            x = FloatVector.broadcast(S, a[k * aStep + a6]);
            s60 = x.fma(b0, s60);
            x = FloatVector.broadcast(S, a[k * aStep + a7]);
            s70 = x.fma(b0, s70);
            bAt += bStep;
        }
        s00.intoArray(c, c0);
        s10.intoArray(c, c1);
        s20.intoArray(c, c2);
        s30.intoArray(c, c3);
        s40.intoArray(c, c4);
        s50.intoArray(c, c5);
        s60.intoArray(c, c6);
        s70.intoArray(c, c7);
    }
}
