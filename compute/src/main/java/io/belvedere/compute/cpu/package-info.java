/**
 * The processor's backend: checks shapes, splits an operation over {@link io.belvedere.compute.Workers} and hands ranges of it to a kernel set.
 * Start at {@link io.belvedere.compute.cpu.CpuBackend}, then {@link io.belvedere.compute.cpu.CpuKernels}.
 *
 * <p>Nothing here imports the Vector API: its kernels are found by name, so that the scalar set runs without that module.
 */
@NullMarked
package io.belvedere.compute.cpu;

import org.jspecify.annotations.NullMarked;
