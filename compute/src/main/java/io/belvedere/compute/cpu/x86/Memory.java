package io.belvedere.compute.cpu.x86;

/**
 * A memory operand at {@code base + displacement}.
 *
 * @param repeated whether it is one 32-bit element, repeated in every lane, instead of a whole vector
 */
public record Memory(Gpr base, int displacement, boolean repeated) implements Operand {}
