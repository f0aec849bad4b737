/**
 * Running requests on a model: queueing, K/V blocks, the loop on the engine's one thread. Start at {@link
 * io.belvedere.engine.run.EngineLoop}.
 *
 * <p>The scheduler and the block pool only keep books; tensors and model calls are the loop's.
 */
@NullMarked
package io.belvedere.engine.run;

import org.jspecify.annotations.NullMarked;
