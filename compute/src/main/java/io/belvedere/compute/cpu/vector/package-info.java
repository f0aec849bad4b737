/**
 * Kernels on the Vector API: the only package that sees {@code jdk.incubator.vector}. Start at
 * {@link io.belvedere.compute.cpu.vector.VectorKernels}; {@link io.belvedere.compute.cpu.vector.Lanes} holds the vector
 * width, a constant of these classes.
 *
 * <p>Every loop has the same shape: whole vectors, a masked or zero-padded tail, then sums in one fixed order.
 * {@code reduceLanes} is not used on floats: its order may differ from one compilation to the next.
 */
@NullMarked
package io.belvedere.compute.cpu.vector;

import org.jspecify.annotations.NullMarked;
