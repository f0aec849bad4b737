package io.belvedere.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first vectorised attention, in essence: all scores of a block of queries as dot products with lanes along the
 * head, then softmax, then the mix of values; tiles in registers, a score matrix as long as the span. Rows are
 * {@code (patches, heads * headDim)}; a head must be whole vectors.
 */
final class TwoPassAttention {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int QUERIES = 4;

    private final float[] q;
    private final float[] k;
    private final float[] v;
    private final int width;
    private final int headDim;
    private final float[] out;
    private final float[] scores;

    TwoPassAttention(float[] q, float[] k, float[] v, int width, int headDim, int span, float[] out) {
        this.q = q;
        this.k = k;
        this.v = v;
        this.width = width;
        this.headDim = headDim;
        this.out = out;
        this.scores = new float[QUERIES * span];
        if (headDim % L != 0) {
            throw new IllegalArgumentException("a head of " + headDim + " elements is not whole vectors of " + L);
        }
    }

    /** The rows {@code [from, to)} see one another; their number is a multiple of 4. */
    void attend(int from, int to) {
        for (int column = 0; column < width; column += headDim) {
            for (int row = from; row < to; row += QUERIES) {
                for (int token = from; token < to; token++) {
                    score(row * width + column, token * width + column, QUERIES * (token - from));
                }
                for (int i = 0; i < QUERIES; i++) {
                    soften(i, QUERIES * (to - from));
                    mix((row + i) * width + column, from * width + column, i, to - from);
                }
            }
        }
    }

    private void score(int query, int key, int at) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        for (int d = 0; d < headDim; d += L) {
            FloatVector b = FloatVector.fromArray(S, k, key + d);
            s0 = FloatVector.fromArray(S, q, query + d).fma(b, s0);
            s1 = FloatVector.fromArray(S, q, query + width + d).fma(b, s1);
            s2 = FloatVector.fromArray(S, q, query + 2 * width + d).fma(b, s2);
            s3 = FloatVector.fromArray(S, q, query + 3 * width + d).fma(b, s3);
        }
        float scale = (float) (1 / Math.sqrt(headDim));
        scores[at] = s0.reduceLanes(VectorOperators.ADD) * scale;
        scores[at + 1] = s1.reduceLanes(VectorOperators.ADD) * scale;
        scores[at + 2] = s2.reduceLanes(VectorOperators.ADD) * scale;
        scores[at + 3] = s3.reduceLanes(VectorOperators.ADD) * scale;
    }

    private void soften(int first, int end) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = first; i < end; i += QUERIES) {
            largest = Math.max(largest, scores[i]);
        }
        float sum = 0;
        for (int i = first; i < end; i += QUERIES) {
            scores[i] = (float) Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = first; i < end; i += QUERIES) {
            scores[i] /= sum;
        }
    }

    private void mix(int to, int value, int query, int tokens) {
        for (int d = 0; d < headDim; d += L) {
            FloatVector sum = FloatVector.zero(S);
            for (int t = 0; t < tokens; t++) {
                FloatVector weight = FloatVector.broadcast(S, scores[QUERIES * t + query]);
                sum = weight.fma(FloatVector.fromArray(S, v, value + t * width + d), sum);
            }
            sum.intoArray(out, to + d);
        }
    }
}
