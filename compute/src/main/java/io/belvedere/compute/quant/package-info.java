/**
 * The stored number formats: where each field of a block lies and what its elements mean. Start at
 * {@link io.belvedere.compute.quant.BlockFormat}.
 *
 * <p>Nothing else in the house knows these offsets. The decoders are plain Java: the truth that kernels are tested
 * against.
 */
@NullMarked
package io.belvedere.compute.quant;

import org.jspecify.annotations.NullMarked;
