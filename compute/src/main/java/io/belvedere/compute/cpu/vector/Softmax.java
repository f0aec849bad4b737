package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Softmax of 8 queries side by side: lane i of every 8 floats is query i. */
final class Softmax {
    private static final int QUERIES = 8;

    /** Floats from one vector of the same queries to the next. */
    private static final int STRIDE = Math.max(L, QUERIES);

    private static final VectorShuffle<Float> HALVES = VectorShuffle.iota(Lanes.F, L / 2, 1, true);

    private Softmax() {}

    /**
     * Replaces the scores by {@code exp(score - largest)}: 0 for a score of minus infinity.
     *
     * @param tokens even
     * @param totals from {@code totalsAt} on: the sums of each query's results
     */
    static void apply(float[] scores, int at, int tokens, float[] totals, int totalsAt) {
        int end = at + tokens * QUERIES;
        for (int first = 0; first < QUERIES; first += L) {
            FloatVector largest = both(largest(scores, at + first, end), true);
            FloatVector sum = both(exponentials(scores, at + first, end, largest), false);
            for (int i = 0; i < Math.min(L, QUERIES); i++) {
                totals[totalsAt + first + i] = sum.lane(i);
            }
        }
    }

    private static FloatVector largest(float[] scores, int at, int end) {
        FloatVector largest = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        for (int i = at; i < end; i += STRIDE) {
            largest = largest.max(load(scores, i));
        }
        return largest;
    }

    private static FloatVector exponentials(float[] scores, int at, int end, FloatVector largest) {
        FloatVector sum = FloatVector.zero(Lanes.F);
        for (int i = at; i < end; i += STRIDE) {
            FloatVector e = Exponential.of(load(scores, i).sub(largest));
            e.intoArray(scores, i);
            sum = sum.add(e);
        }
        return sum;
    }

    /** Where a vector holds two tokens: joins its halves. */
    private static FloatVector both(FloatVector x, boolean max) {
        if (L <= QUERIES) {
            return x;
        }
        FloatVector other = x.rearrange(HALVES);
        return max ? x.max(other) : x.add(other);
    }
}
