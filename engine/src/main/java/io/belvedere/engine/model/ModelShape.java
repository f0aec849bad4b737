package io.belvedere.engine.model;

/**
 * A model's numbers that concern those who run it.
 *
 * @param contextTokens most tokens of a sequence that the model was made for
 * @param tokens ids below it stand for something and can be chosen
 * @param logits width of a logit row; may exceed {@code tokens} by padding
 * @param layers decoder layers
 * @param kvHeads key/value heads of a layer
 * @param headDim width of a head
 * @param positionAxes axes of a token's position
 * @param decodeBytes stored bytes of the weights that decoding one token reads: every decoder layer and the output
 *     matrix
 */
public record ModelShape(
        int contextTokens,
        int tokens,
        int logits,
        int layers,
        int kvHeads,
        int headDim,
        int positionAxes,
        long decodeBytes) {}
