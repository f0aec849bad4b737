package io.belvedere.engine.model;

/**
 * What the vision encoder makes of one picture.
 *
 * @param tokens rows, one for each placeholder token
 * @param width the decoder's hidden size
 * @param values {@code (tokens, width)}
 */
public record ImageFeatures(int tokens, int width, float[] values) {}
