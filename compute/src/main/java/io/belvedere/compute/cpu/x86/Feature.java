package io.belvedere.compute.cpu.x86;

/** Instructions that kernels use beyond those of every x86-64 processor, by the names that Linux gives them. */
public enum Feature {
    FMA(1, Feature.ECX, 12, Feature.SHORT),
    F16C(1, Feature.ECX, 29, Feature.SHORT),
    AVX512F(7, Feature.EBX, 16, Feature.LONG),
    AVX512DQ(7, Feature.EBX, 17, Feature.LONG),
    AVX512BW(7, Feature.EBX, 30, Feature.LONG),
    AVX512VL(7, Feature.EBX, 31, Feature.LONG),
    AVX512_VNNI(7, Feature.ECX, 11, Feature.LONG);

    private static final int EBX = 1;
    private static final int ECX = 2;

    /** Registers of 256 bits; those of 512 bits and masks: bits of XCR0. */
    private static final int SHORT = 0x6, LONG = 0xE6;

    private final int leaf;
    private final int register;
    private final int bit;
    private final int registers;

    /**
     * @param leaf of {@code CPUID} that tells of it, in a bit of one of its four registers
     * @param registers that the system must save when threads change
     */
    Feature(int leaf, int register, int bit, int registers) {
        this.leaf = leaf;
        this.register = register;
        this.bit = bit;
        this.registers = registers;
    }

    int leaf() {
        return leaf;
    }

    /**
     * @param answer EAX, EBX, ECX and EDX of its leaf
     * @param saved XCR0
     */
    boolean isIn(int[] answer, int saved) {
        return (answer[register] >>> bit & 1) == 1 && (saved & registers) == registers;
    }
}
