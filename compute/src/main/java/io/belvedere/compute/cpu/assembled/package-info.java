/**
 * Matrix products in machine code that is assembled when the program starts, for instructions that the Vector API has
 * no word for: products of bytes summed in 32 bits (VNNI), conversion from F16, operands repeated straight from memory.
 * Start at {@link io.belvedere.compute.cpu.assembled.AssembledKernels}.
 *
 * <p>Weights are laid out anew when they are loaded: a panel holds a few outputs side by side, one to a lane, so that
 * an output's sum runs along the input in one order for any number of rows, and nothing is summed across lanes.
 */
@NullMarked
package io.belvedere.compute.cpu.assembled;

import org.jspecify.annotations.NullMarked;
