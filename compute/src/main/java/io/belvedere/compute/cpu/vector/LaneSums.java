package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

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

    /** Stores the sum of accumulator i of {@code sums}, counted from {@code from} on, at {@code to[at + i]}. */
    static void store(float[] sums, int from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = sum(load(sums, from + i * L));
        }
    }

    /** As {@link #store}, but adds to what is there. */
    static void add(float[] sums, int from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] += sum(load(sums, from + i * L));
        }
    }
}
