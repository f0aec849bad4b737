package io.belvedere.engine.sampling;

import org.jspecify.annotations.Nullable;

/**
 * A chosen token.
 *
 * @param logProbs null unless they were asked for
 */
public record TokenChoice(int token, @Nullable LogProbs logProbs) {}
