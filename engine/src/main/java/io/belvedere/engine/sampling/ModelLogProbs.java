package io.belvedere.engine.sampling;

/**
 * Keeps a row of logits as the model gave it, for the log-probabilities of what will be chosen from it. Reused from
 * token to token.
 */
final class ModelLogProbs {
    private final float[] logits;
    private final int alternatives;
    private final HeaviestTokens heaviest = new HeaviestTokens();
    private float highest;
    private double logOfSum;

    /**
     * @param tokens ids below it share the probability; a logit row may be wider
     * @param alternatives how many of the most probable tokens are told, from 0 on
     */
    ModelLogProbs(int tokens, int alternatives) {
        this.logits = new float[tokens];
        this.alternatives = alternatives;
    }

    void keep(float[] row, int at) {
        System.arraycopy(row, at, logits, 0, logits.length);
        highest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            highest = Math.max(highest, logit);
        }
        double sum = 0; // at least 1: no overflow, no logarithm of 0
        for (float logit : logits) {
            sum += Math.exp((double) logit - highest);
        }
        logOfSum = Math.log(sum);
    }

    LogProbs of(int token) {
        heaviest.select(logits, 0, logits.length, alternatives);
        int[] topTokens = new int[heaviest.count()];
        double[] topLogProbs = new double[heaviest.count()];
        for (int i = 0; i < topTokens.length; i++) {
            topTokens[i] = heaviest.token(i);
            topLogProbs[i] = logProb(heaviest.token(i));
        }
        return new LogProbs(logProb(token), topTokens, topLogProbs);
    }

    private double logProb(int token) {
        return (double) logits[token] - highest - logOfSum;
    }
}
