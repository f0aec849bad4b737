/**
 * Tensors, memory and the operations that models are written in. Start at {@link io.belvedere.compute.Backend}.
 *
 * <p>Nothing here knows a model family, a file format or a request; the Vector API stays inside
 * {@code compute.cpu.vector}.
 */
@NullMarked
package io.belvedere.compute;

import org.jspecify.annotations.NullMarked;
