package io.belvedere.compute.cpu.x86;

/** General-purpose registers of 64 bits. */
public enum Gpr {
    RAX(0),
    RCX(1),
    RDX(2),
    RBX(3),
    RSP(4),
    RBP(5),
    RSI(6),
    RDI(7),
    R8(8),
    R9(9),
    R10(10),
    R11(11);

    private final int number;

    Gpr(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The operand at this register's address plus {@code displacement} bytes. */
    public Memory at(int displacement) {
        return new Memory(this, displacement, false);
    }

    /** The 32-bit element there, repeated in every lane. */
    public Memory repeated(int displacement) {
        return new Memory(this, displacement, true);
    }
}
