package io.belvedere.compute.cpu.x86;

/**
 * The encoding of a vector instruction with W = 0 (Intel SDM volume 2, section 2.7; AMD64 volume 3, section 1.2.9).
 *
 * @param map opcode map: 1 for 0F, 2 for 0F38, 3 for 0F3A
 * @param prefix 0 for none, 1 for 66, 2 for F3, 3 for F2
 * @param narrow whether it has 128 bits instead of 512
 * @param opcode its byte
 * @param memoryBytes size of a memory operand that is not repeated: short displacements count in it
 */
record Evex(int map, int prefix, boolean narrow, int opcode, int memoryBytes) {
    private static final int LENGTH_512 = 0b10 << 5;

    /**
     * Emits the instruction up to and without an immediate.
     *
     * @param register number in ModRM.reg: a register, or an opcode's extension
     * @param second number in EVEX.vvvv; 0 if the instruction has none
     * @param operand what ModRM.rm names
     * @param zeroing whether lanes off the mask become 0 rather than stay
     */
    void emit(CodeBuffer code, int register, int second, Operand operand, Mask mask, boolean zeroing) {
        boolean repeated = operand instanceof Memory memory && memory.repeated();
        int rm = switch (operand) {
            case Zmm zmm -> zmm.number();
            case Memory memory -> memory.base().number();
        };
        code.add(
                0x62,
                (off(register, 3) << 7) | (off(rm, 4) << 6) | (off(rm, 3) << 5) | (off(register, 4) << 4) | map,
                ((~second & 15) << 3) | (1 << 2) | prefix,
                ((zeroing ? 1 : 0) << 7)
                        | (narrow ? 0 : LENGTH_512)
                        | ((repeated ? 1 : 0) << 4)
                        | (off(second, 4) << 3)
                        | mask.number(),
                opcode);
        switch (operand) {
            case Zmm zmm -> code.add(0xC0 | ((register & 7) << 3) | (zmm.number() & 7));
            case Memory memory -> address(code, register & 7, memory, repeated ? Integer.BYTES : memoryBytes);
        }
    }

    /** A register number's bit, inverted as the prefix has it. */
    private static int off(int number, int bit) {
        return (~number >> bit) & 1;
    }

    /** ModRM, SIB and displacement; a displacement that is a small multiple of {@code unit} takes one byte. */
    static void address(CodeBuffer code, int register, Memory memory, int unit) {
        int displacement = memory.displacement();
        int units = displacement / unit;
        boolean fits = units * unit == displacement && units == (byte) units;
        int base = memory.base().number() & 7;
        boolean plain = displacement == 0 && base != Gpr.RBP.number();
        int mode = plain ? 0 : fits ? 1 : 2;
        code.add((mode << 6) | (register << 3) | base);
        if (base == Gpr.RSP.number()) {
            code.add(0x24);
        }
        if (mode == 1) {
            code.add(units);
        } else if (mode == 2) {
            code.addInt(displacement);
        }
    }
}
