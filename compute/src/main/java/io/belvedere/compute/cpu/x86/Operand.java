package io.belvedere.compute.cpu.x86;

/** A source of a vector instruction: a register or memory. */
public sealed interface Operand permits Zmm, Memory {}
