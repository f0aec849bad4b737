package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.cpu.Scratch;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * What attention to a run of tokens leaves for a block of queries, before the division by the sums:
 *
 * <pre>
 * [largest score of each query][sum of each query][mixed values of query 0][of query 1] ...
 * </pre>
 */
final class PartSums {
    private static final float LN2 = 0.6931472f;

    /** Queries, in whole vectors. */
    private final int lanes;

    /** Floats of a query's mixed values, whole vectors. */
    private final int row;

    final float[] floats;
    private final int at;

    PartSums(float[] floats, int at, int lanes, int row) {
        this.floats = floats;
        this.at = at;
        this.lanes = lanes;
        this.row = row;
    }

    static PartSums of(Scratch scratch, Scratch.Use use, int lanes, int row) {
        return new PartSums(scratch.floats(use, floats(lanes, row)), 0, lanes, row);
    }

    static int floats(int lanes, int row) {
        return Math.multiplyExact(lanes, 2 + row);
    }

    int largestAt(int query) {
        return at + query;
    }

    int sumAt(int query) {
        return at + lanes + query;
    }

    int mixedAt(int query) {
        return at + 2 * lanes + query * row;
    }

    void clear() {
        Arrays.fill(floats, at, at + lanes, Float.NEGATIVE_INFINITY);
        Arrays.fill(floats, at + lanes, at + floats(lanes, row), 0);
    }

    /** Multiplies a query's mixed values. */
    void scale(int query, float factor) {
        int from = mixedAt(query);
        FloatVector factors = FloatVector.broadcast(Lanes.F, factor);
        for (int i = from; i < from + row; i += L) {
            FloatVector.fromArray(Lanes.F, floats, i).mul(factors).intoArray(floats, i);
        }
    }

    /**
     * Adds what later tokens left for the queries {@code [from, to)}.
     *
     * @param scales for two vectors
     */
    void join(PartSums later, int from, int to, float[] scales) {
        for (int lane = from / L * L; lane < to; lane += L) {
            FloatVector mine = load(floats, largestAt(lane));
            FloatVector others = load(later.floats, later.largestAt(lane));
            FloatVector largest = mine.max(others);
            FloatVector scale = Exponential.of(mine.sub(largest).mul(LN2));
            FloatVector otherScale = Exponential.of(others.sub(largest).mul(LN2));
            FloatVector sum = load(floats, sumAt(lane)).mul(scale);
            sum = load(later.floats, later.sumAt(lane)).fma(otherScale, sum);
            largest.intoArray(floats, largestAt(lane));
            sum.intoArray(floats, sumAt(lane));
            scale.intoArray(scales, 0);
            otherScale.intoArray(scales, L);
            for (int query = Math.max(from, lane); query < Math.min(to, lane + L); query++) {
                joinRow(query, later, scales[query - lane], scales[L + query - lane]);
            }
        }
    }

    private void joinRow(int query, PartSums later, float scale, float otherScale) {
        int to = mixedAt(query);
        int from = later.mixedAt(query);
        for (int i = 0; i < row; i += L) {
            FloatVector mixed = load(floats, to + i).mul(scale);
            load(later.floats, from + i)
                    .fma(FloatVector.broadcast(Lanes.F, otherScale), mixed)
                    .intoArray(floats, to + i);
        }
    }
}
