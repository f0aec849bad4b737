/**
 * Running requests on a model: queueing, the loop on the engine's one thread. Start at {@link
 * io.belvedere.engine.run.EngineLoop}.
 *
 * <p>The scheduler only keeps books; tensors and model calls are the loop's.
 */
@NullMarked
package io.belvedere.engine.run;

import org.jspecify.annotations.NullMarked;
