package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The softmax of queries side by side, one a lane, over tokens that come block by block: the largest score so far, and
 * the sum of powers of two relative to it. Each query's sum goes in the order of its tokens.
 *
 * <p>Scores come multiplied by log2(e), so that 2^score is what softmax wants. No helper methods here, as in
 * {@link WideTile}; and comparisons rather than minima and maxima, whose rules for NaN and zeros take several
 * instructions. A score that is not a number makes its query's results so.
 */
final class Softmax {
    /** What scores are multiplied by. */
    static final float LOG2_E = 1.442695f;

    /** Adding it leaves the nearest integer in the lowest bits of a float. */
    private static final float ROUNDER = 0x1.8p23f;

    /** 2^x becomes 0 here, by an exponent of 0: below 2^-126 there are no normal floats. */
    private static final float LOWEST = -127;

    /** ln(2)^n / n!: the Taylor series of 2^r, for r in [-1/2, 1/2] within 1e-8. */
    private static final float C1 = 0.6931472f;

    private static final float C2 = 0.2402265f;
    private static final float C3 = 0.05550411f;
    private static final float C4 = 0.009618129f;
    private static final float C5 = 0.0013333558f;
    private static final float C6 = 1.5403530e-4f;
    private static final float C7 = 1.5252733e-5f;

    private Softmax() {}

    /**
     * Makes the scores of tokens {@code [from, to)} minus infinity for the lanes whose limit is not above the token.
     */
    static void hide(float[] scores, int at, int step, int from, int to, float[] limits) {
        FloatVector limit = FloatVector.fromArray(F, limits, 0);
        FloatVector hidden = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        for (int token = from; token < to; token++) {
            int index = at + token * step;
            FloatVector score = FloatVector.fromArray(F, scores, index);
            VectorMask<Float> beyond = limit.compare(VectorOperators.LE, token);
            score.blend(hidden, beyond).intoArray(scores, index);
        }
    }

    /**
     * Replaces a block's scores by powers of two relative to the largest of all scores so far. A vector without meaning
     * before the block's scores becomes what else is relative to the earlier largest must be multiplied by.
     *
     * @param at of the vector before the scores
     * @param step from a token to the next
     * @param largest of the scores of earlier blocks, minus infinity before the first; becomes that of all
     * @param sums of the earlier powers; become those of all
     */
    static void apply(
            float[] scores, int at, int step, int tokens, float[] largest, int largestAt, float[] sums, int sumsAt) {
        FloatVector reference = FloatVector.fromArray(F, largest, largestAt);
        reference.intoArray(scores, at);
        int end = at + (tokens + 1) * step;
        for (int i = at + step; i < end; i += step) {
            FloatVector score = FloatVector.fromArray(F, scores, i);
            reference = reference.blend(score, score.compare(VectorOperators.GT, reference));
        }
        reference.intoArray(largest, largestAt);
        // Where nothing was seen yet, minus infinity must stay so in the differences.
        FloatVector least = FloatVector.broadcast(F, -Float.MAX_VALUE);
        reference = reference.blend(least, reference.compare(VectorOperators.LT, least));
        FloatVector lowest = FloatVector.broadcast(F, LOWEST);
        FloatVector one = FloatVector.broadcast(F, 1);
        FloatVector rounder = FloatVector.broadcast(F, ROUNDER);
        // The first turn is the earlier largest's, whose power counts as often as the earlier sum says.
        FloatVector weight = FloatVector.fromArray(F, sums, sumsAt);
        FloatVector sum = FloatVector.zero(F);
        for (int i = at; i < end; i += step) {
            FloatVector x = FloatVector.fromArray(F, scores, i).sub(reference);
            x = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
            FloatVector shifted = x.add(rounder);
            FloatVector r = x.sub(shifted.sub(rounder));
            FloatVector series = r.fma(FloatVector.broadcast(F, C7), FloatVector.broadcast(F, C6))
                    .fma(r, FloatVector.broadcast(F, C5))
                    .fma(r, FloatVector.broadcast(F, C4))
                    .fma(r, FloatVector.broadcast(F, C3))
                    .fma(r, FloatVector.broadcast(F, C2))
                    .fma(r, FloatVector.broadcast(F, C1))
                    .fma(r, one);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            FloatVector power = series.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            power.intoArray(scores, i);
            sum = power.fma(weight, sum);
            weight = one;
        }
        sum.intoArray(sums, sumsAt);
    }
}
