/**
 * The processor: {@link io.belvedere.compute.cpu.CpuDevice} opens backends that check shapes, split an operation over
 * {@link io.belvedere.compute.Workers} and hand ranges of it to a {@link io.belvedere.compute.cpu.KernelSet}. A further
 * set, or further products over another, is an entry of {@code KernelChoice}.
 *
 * <p>Nothing here imports the Vector API: its kernels are found by name, so that the scalar set runs without that
 * module.
 */
@NullMarked
package io.belvedere.compute.cpu;

import org.jspecify.annotations.NullMarked;
