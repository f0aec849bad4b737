/**
 * A small x86-64 assembler, memory that its code may run in, and the question which instructions the processor has.
 * Knows nothing of kernels: those are in {@link io.belvedere.compute.cpu.assembled}. Start at
 * {@link io.belvedere.compute.cpu.x86.Assembler}.
 */
@NullMarked
package io.belvedere.compute.cpu.x86;

import org.jspecify.annotations.NullMarked;
