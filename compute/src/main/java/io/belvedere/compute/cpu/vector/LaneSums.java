package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums over the lanes of accumulators, in one order everywhere: halves are added until one lane is left,
 * {@code x[i] + x[i + L/2]}, then {@code x[i] + x[i + L/4]}, and so on. L accumulators are summed at once: merging two halves the lanes of each, and L
 * vectors merge to one that holds the L sums.
 *
 * <pre>
 * merge of a, b at half h:   [a0..ah-1 b0..bh-1] + [ah..a2h-1 bh..b2h-1]      (in every group of 2h lanes)
 * </pre>
 */
final class LaneSums {
    private static final IntVector LOW_8 = low(8);
    private static final IntVector HIGH_8 = LOW_8.add(8);
    private static final IntVector LOW_4 = low(4);
    private static final IntVector HIGH_4 = LOW_4.add(4);
    private static final IntVector LOW_2 = low(2);
    private static final IntVector HIGH_2 = LOW_2.add(2);
    private static final IntVector LOW_1 = low(1);
    private static final IntVector HIGH_1 = LOW_1.add(1);

    private static final VectorShuffle<Float> DOWN_8 = VectorShuffle.iota(Lanes.F, 8, 1, true);
    private static final VectorShuffle<Float> DOWN_4 = VectorShuffle.iota(Lanes.F, 4, 1, true);
    private static final VectorShuffle<Float> DOWN_2 = VectorShuffle.iota(Lanes.F, 2, 1, true);
    private static final VectorShuffle<Float> DOWN_1 = VectorShuffle.iota(Lanes.F, 1, 1, true);

    private LaneSums() {}

    /** Which lanes of a and b (counted on from L) the first summand of a merge takes: the low half of every group, a's groups before b's. */
    private static IntVector low(int half) {
        int[] lanes = new int[L];
        for (int i = 0; i < L; i++) {
            lanes[i] = i / half * 2 * half % (2 * L) + i % half;
        }
        return Lanes.indices(lanes);
    }

    /** Of the L accumulators from {@code sums[from]} on: stores the L sums from {@code to[at]} on. */
    static void store(float[] sums, int from, float[] to, int at) {
        total(sums, from).intoArray(to, at);
    }

    /** As {@link #store}, but adds to what is there. */
    static void add(float[] sums, int from, float[] to, int at) {
        load(to, at).add(total(sums, from)).intoArray(to, at);
    }

    private static FloatVector total(float[] sums, int from) {
        if (L == 16) {
            FloatVector a = eighth(sums, from);
            FloatVector b = eighth(sums, from + 2 * L);
            FloatVector c = eighth(sums, from + 4 * L);
            FloatVector d = eighth(sums, from + 6 * L);
            FloatVector abcd = merge(merge(a, b, LOW_4, HIGH_4), merge(c, d, LOW_4, HIGH_4), LOW_2, HIGH_2);
            FloatVector e = eighth(sums, from + 8 * L);
            FloatVector f = eighth(sums, from + 10 * L);
            FloatVector g = eighth(sums, from + 12 * L);
            FloatVector h = eighth(sums, from + 14 * L);
            FloatVector efgh = merge(merge(e, f, LOW_4, HIGH_4), merge(g, h, LOW_4, HIGH_4), LOW_2, HIGH_2);
            return merge(abcd, efgh, LOW_1, HIGH_1);
        }
        if (L == 8) {
            FloatVector a = merge(load(sums, from), load(sums, from + L), LOW_4, HIGH_4);
            FloatVector b = merge(load(sums, from + 2 * L), load(sums, from + 3 * L), LOW_4, HIGH_4);
            FloatVector c = merge(load(sums, from + 4 * L), load(sums, from + 5 * L), LOW_4, HIGH_4);
            FloatVector d = merge(load(sums, from + 6 * L), load(sums, from + 7 * L), LOW_4, HIGH_4);
            return merge(merge(a, b, LOW_2, HIGH_2), merge(c, d, LOW_2, HIGH_2), LOW_1, HIGH_1);
        }
        FloatVector a = merge(load(sums, from), load(sums, from + L), LOW_2, HIGH_2);
        FloatVector b = merge(load(sums, from + 2 * L), load(sums, from + 3 * L), LOW_2, HIGH_2);
        return merge(a, b, LOW_1, HIGH_1);
    }

    /** Of one accumulator. */
    static float sum(FloatVector x) {
        if (L == 16) {
            x = x.add(x.rearrange(DOWN_8));
        }
        if (L >= 8) {
            x = x.add(x.rearrange(DOWN_4));
        }
        x = x.add(x.rearrange(DOWN_2));
        x = x.add(x.rearrange(DOWN_1));
        return x.lane(0);
    }

    private static FloatVector eighth(float[] sums, int from) {
        return merge(load(sums, from), load(sums, from + L), LOW_8, HIGH_8);
    }

    private static FloatVector merge(FloatVector a, FloatVector b, IntVector low, IntVector high) {
        IntVector x = a.reinterpretAsInts();
        IntVector y = b.reinterpretAsInts();
        FloatVector lows = low.selectFrom(x, y).reinterpretAsFloats();
        FloatVector highs = high.selectFrom(x, y).reinterpretAsFloats();
        return lows.add(highs);
    }
}
