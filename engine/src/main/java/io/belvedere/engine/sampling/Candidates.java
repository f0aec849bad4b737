package io.belvedere.engine.sampling;

import java.util.Arrays;

/**
 * Tokens that may be chosen from a row of logits, with their weights {@code exp((logit - highest) / temperature)}:
 * probabilities up to a common factor. Reused from token to token; {@link #begin} and then one of the {@code take}
 * methods come first.
 */
final class Candidates {
    /** Most nuclei are smaller; where one isn't, {@link #GROWTH} times as many are looked at. */
    private static final int FIRST_LOOK = 64;

    private static final int GROWTH = 8;

    private final int vocabulary;
    private final HeaviestTokens heaviest = new HeaviestTokens();
    private int[] tokens = {};
    private double[] weights = {};
    private int count;
    private float[] logits = {};
    private int at;
    private double temperature;
    private float highest;

    Candidates(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The row to choose from: its array is read until the next row. */
    void begin(float[] row, int from, double temperatureOfRow) {
        logits = row;
        at = from;
        temperature = temperatureOfRow;
        highest = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < vocabulary; token++) {
            highest = Math.max(highest, row[from + token]);
        }
    }

    /** Every token, in the order of ids. */
    void takeAll() {
        reserve(vocabulary);
        for (int token = 0; token < vocabulary; token++) {
            tokens[token] = token;
            weights[token] = weight(logits[at + token]);
        }
        count = vocabulary;
    }

    /** The {@code most} heaviest, heaviest first, equals by ascending id. */
    void takeHeaviest(int most) {
        heaviest.select(logits, at, vocabulary, most);
        count = heaviest.count();
        reserve(count);
        for (int i = 0; i < count; i++) {
            tokens[i] = heaviest.token(i);
            weights[i] = weight(heaviest.logit(i));
        }
    }

    /**
     * Nucleus sampling (Holtzman et al., 2020): the fewest heaviest ones that hold {@code share} of the whole row's
     * weight, heaviest first.
     */
    void takeNucleus(double share) {
        double total = 0;
        for (int token = 0; token < vocabulary; token++) {
            total += weight(logits[at + token]);
        }
        double limit = share * total;
        int most = FIRST_LOOK;
        takeHeaviest(most);
        while (count < vocabulary && total() < limit) {
            most = (int) Math.min(vocabulary, (long) GROWTH * most);
            takeHeaviest(most);
        }
        keepUpTo(limit);
    }

    /** As {@link #takeNucleus}, but of what is left of the row; heaviest first only. */
    void keepNucleus(double share) {
        keepUpTo(share * total());
    }

    private void keepUpTo(double limit) {
        double sum = 0;
        int kept = 0;
        while (kept < count && sum < limit) {
            sum += weights[kept++];
        }
        count = Math.max(kept, 1);
    }

    /** Keeps those of at least {@code share} of the highest weight. */
    void keepAbove(double share) {
        double least = share * weight(highest);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] >= least) {
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

    /** Ids in their order, a copy. */
    int[] tokens() {
        return Arrays.copyOf(tokens, count);
    }

    private double weight(float logit) {
        return Math.exp(((double) logit - highest) / temperature);
    }

    private double total() {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        return total;
    }

    private void reserve(int size) {
        if (tokens.length < size) {
            tokens = new int[size];
            weights = new double[size];
        }
    }
}
