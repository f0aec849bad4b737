/**
 * Parts that model families compose: each holds prepared weights and knows one piece of arithmetic. Final and
 * immutable.
 *
 * <p>Nothing here knows a family, a file or a sequence. Start at {@link io.belvedere.engine.layers.Linear}.
 */
@NullMarked
package io.belvedere.engine.layers;

import org.jspecify.annotations.NullMarked;
