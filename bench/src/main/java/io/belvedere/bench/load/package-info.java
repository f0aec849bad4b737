/**
 * The load test: many clients at once against a served model, what they saw of it, and what the server kept afterwards.
 * Start at {@link io.belvedere.bench.load.LoadTest}, then {@link io.belvedere.bench.load.Trial}.
 *
 * <p>Speaks plain sockets, so that a client can leave at any moment and sees every byte that a reply has too many or
 * too few. Knows the server by its HTTP API and its process alone.
 */
@NullMarked
package io.belvedere.bench.load;

import org.jspecify.annotations.NullMarked;
