package io.belvedere.compute.cpu.x86;

/**
 * A place in code to jump back to.
 *
 * @param position in bytes from the code's start
 */
public record Label(int position) {}
