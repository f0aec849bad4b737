package io.belvedere.compute.cpu.assembled;

/**
 * Code of a function that multiplies a few rows of x with some panels of weights that lie one behind the other, over
 * some blocks of the input. All addresses are in native memory, strides in bytes; its arguments, in order:
 *
 * <ol>
 *   <li>weights: the first panel's first block
 *   <li>x: the packed rows
 *   <li>blocks, at least 1
 *   <li>out: where the first row's first output goes
 *   <li>from one row of out to the next
 *   <li>start: what the sums start from, the first row's first output
 *   <li>from one row of start to the next
 *   <li>masks: a bit for each output of a panel that is stored
 *   <li>panels, at least 1, one behind the other in weights, out and start
 * </ol>
 */
interface TileCode {
    byte[] assemble();
}
