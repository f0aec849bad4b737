/**
 * The books of the K/V blocks: which are free, in use or cached, and under which name a computed block can be found by
 * the next prompt that begins alike. Start at {@link io.belvedere.engine.kv.BlockPool}; names are made by
 * {@link io.belvedere.engine.kv.KeyChain}.
 *
 * <p>Knows neither tensors nor models nor sequences; storage is {@code compute.KvPages}. The pool is the engine
 * thread's alone.
 */
@NullMarked
package io.belvedere.engine.kv;

import org.jspecify.annotations.NullMarked;
