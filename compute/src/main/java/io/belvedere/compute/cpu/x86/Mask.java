package io.belvedere.compute.cpu.x86;

/** Mask registers; {@link #NONE} stands for all lanes. */
public enum Mask {
    NONE(0),
    K1(1),
    K2(2);

    private final int number;

    Mask(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
