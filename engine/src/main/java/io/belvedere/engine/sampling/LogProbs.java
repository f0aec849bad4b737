package io.belvedere.engine.sampling;

/**
 * How probable a token was and what was most probable in its place: natural logarithms of the softmax of the model's
 * logits, before bias, penalties, temperature and cuts.
 *
 * @param logProb of the chosen token
 * @param topTokens ids, most probable first, equals by ascending id
 * @param topLogProbs of those
 */
public record LogProbs(double logProb, int[] topTokens, double[] topLogProbs) {}
