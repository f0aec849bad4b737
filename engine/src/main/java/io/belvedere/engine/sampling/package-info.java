/**
 * Choice of tokens from logits, and what an answer's tokens tell: their log-probabilities, and whether they go in
 * circles. Start at {@link io.belvedere.engine.sampling.Sampler}.
 *
 * <p>One object for each sequence, used by one thread at a time. Knows no loop, no K/V and no text.
 */
@NullMarked
package io.belvedere.engine.sampling;

import org.jspecify.annotations.NullMarked;
