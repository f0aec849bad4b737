package io.belvedere.engine.run;

import java.util.Arrays;

/** Tokens that may be chosen, with their weights: probabilities up to a common factor. Reused from token to token. */
final class Candidates {
    private final int[] tokens;
    private final double[] weights;
    private final double[] byToken;
    private final long[] keys;
    private int count;

    Candidates(int capacity) {
        this.tokens = new int[capacity];
        this.weights = new double[capacity];
        this.byToken = new double[capacity];
        this.keys = new long[capacity];
    }

    /** Every token, with weight {@code exp((logit - highest) / temperature)}, in the order of ids. */
    void fill(float[] logits, int at, double temperature) {
        count = tokens.length;
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, logits[at + i]);
        }
        for (int i = 0; i < count; i++) {
            tokens[i] = i;
            weights[i] = Math.exp((logits[at + i] - highest) / temperature);
        }
    }

    /** By descending weight, equals by ascending id; before anything was left out. */
    void sort() {
        for (int i = 0; i < count; i++) {
            // the bits of a non-negative float order like the float; inverted, the heaviest comes first
            keys[i] = (long) ~Float.floatToRawIntBits((float) weights[i]) << 32 | tokens[i];
        }
        Arrays.sort(keys, 0, count);
        System.arraycopy(weights, 0, byToken, 0, count);
        for (int i = 0; i < count; i++) {
            tokens[i] = (int) keys[i];
            weights[i] = byToken[tokens[i]];
        }
    }

    /** Keeps the first {@code most}; sorted only. */
    void keepMostProbable(int most) {
        count = Math.min(count, most);
    }

    /** Nucleus sampling (Holtzman et al., 2020): keeps the fewest first ones that hold {@code share} of all weight; sorted only. */
    void keepNucleus(double share) {
        double limit = share * total();
        double sum = 0;
        int kept = 0;
        while (kept < count && sum < limit) {
            sum += weights[kept++];
        }
        count = Math.max(kept, 1);
    }

    /** Keeps those of at least {@code share} of the highest weight. */
    void keepAbove(double share) {
        double highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, weights[i]);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] >= share * highest) {
                tokens[kept] = tokens[i];
                weights[kept++] = weights[i];
            }
        }
        count = kept;
    }

    /** The token at {@code point} of the weights laid end to end, for a point in [0, 1). */
    int draw(double point) {
        double target = point * total();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
            if (sum > target) {
                return tokens[i];
            }
        }
        return tokens[count - 1];
    }

    private double total() {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        return total;
    }
}
