package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums over the lanes of accumulators, in one order everywhere: {@code x[i] + x[i + L/2]}, then {@code x[i] + x[i + L/4]}, until one lane is left.
 */
final class LaneSums {
    private static final VectorShuffle<Float> DOWN_8 = VectorShuffle.iota(Lanes.F, 8, 1, true);
    private static final VectorShuffle<Float> DOWN_4 = VectorShuffle.iota(Lanes.F, 4, 1, true);
    private static final VectorShuffle<Float> DOWN_2 = VectorShuffle.iota(Lanes.F, 2, 1, true);
    private static final VectorShuffle<Float> DOWN_1 = VectorShuffle.iota(Lanes.F, 1, 1, true);

    private LaneSums() {}

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

    /** Stores the sum of accumulator i, counted from {@code sums[from]} on, at {@code to[at + i]}. */
    static void store(float[] sums, int from, int count, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = sum(load(sums, from + i * L));
        }
    }

    /**
     * Stores the same plus a term at byte {@code at + i * step} of {@code to}.
     *
     * @param onto whether to add to what is there, before the term
     */
    static void store(
            float[] sums, int from, int count, float term, boolean onto, MemorySegment to, long at, long step) {
        for (int i = 0; i < count; i++) {
            float sum = sum(load(sums, from + i * L));
            float before = onto ? to.get(ValueLayout.JAVA_FLOAT, at + i * step) : 0;
            to.set(ValueLayout.JAVA_FLOAT, at + i * step, before + sum + term);
        }
    }
}
