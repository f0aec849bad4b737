/** What an answer's tokens tell while they are chosen. Start at {@link io.belvedere.engine.sampling.RepetitionDetector}. */
@NullMarked
package io.belvedere.engine.sampling;

import org.jspecify.annotations.NullMarked;
