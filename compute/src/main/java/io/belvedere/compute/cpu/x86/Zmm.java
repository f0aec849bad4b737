package io.belvedere.compute.cpu.x86;

/**
 * A vector register of 512 bits.
 *
 * @param number 0 to 31
 */
public record Zmm(int number) implements Operand {
    public Zmm {
        if (number < 0 || number > 31) {
            throw new IllegalArgumentException("vector registers are 0 to 31, given " + number);
        }
    }
}
