package io.belvedere.engine.image.jpeg;

/**
 * A decoded picture as it was coded, before anything is made of its colours.
 *
 * @param samples (height, width, components); components of less resolution have been upsampled
 */
public record Components(int width, int height, int components, byte[] samples) {}
