package io.belvedere.engine.model;

/**
 * What the vision encoder makes of one image. Level 0 is what the decoder takes in for the image's placeholders; level
 * i, if there is one, is added to what its layer i takes in (DeepStack, Meng et al., 2024).
 *
 * @param tokens rows of a level, one for each placeholder token
 * @param width the decoder's hidden size
 * @param levels at least 1
 * @param values {@code (levels, tokens, width)}
 */
public record ImageFeatures(int tokens, int width, int levels, float[] values) {}
