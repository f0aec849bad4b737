package io.belvedere.compute.cpu.x86;

/**
 * Writes x86-64 machine code, one method for each instruction that the kernels use, under the instruction's own name
 * and with the operands in the order of the processor's manuals: destination first. Vector instructions take 512-bit
 * registers and need AVX-512 F and BW, {@link #vpdpbusd} VNNI.
 */
public final class Assembler {
    private static final int NO_PREFIX = 0;
    private static final int P66 = 1;
    private static final int PF3 = 2;
    private static final int MAP_0F = 1;
    private static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;

    private final CodeBuffer code = new CodeBuffer();

    public byte[] toByteArray() {
        return code.toArray();
    }

    // ---- floats

    public void vmovups(Zmm to, Operand from) {
        vector(new Evex(MAP_0F, NO_PREFIX, false, 0x10, 64), to, from);
    }

    /** Lanes off the mask become 0, and their memory is not touched. */
    public void vmovups(Zmm to, Mask mask, Operand from) {
        new Evex(MAP_0F, NO_PREFIX, false, 0x10, 64).emit(code, to.number(), 0, from, mask, true);
    }

    /** Stores the lanes of the mask alone. */
    public void vmovups(Memory to, Mask mask, Zmm from) {
        new Evex(MAP_0F, NO_PREFIX, false, 0x11, 64).emit(code, from.number(), 0, to, mask, false);
    }

    /** Stores lane 0. */
    public void vmovd(Memory to, Zmm from) {
        new Evex(MAP_0F, P66, true, 0x7E, 4).emit(code, from.number(), 0, to, Mask.NONE, false);
    }

    public void vbroadcastss(Zmm to, Operand from) {
        vector(new Evex(MAP_0F38, P66, false, 0x18, 4), to, from);
    }

    public void vmulps(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, NO_PREFIX, false, 0x59, 64), to, a, b);
    }

    public void vmaxps(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, NO_PREFIX, false, 0x5F, 64), to, a, b);
    }

    /** Lanes off the mask become 0. */
    public void vdivps(Zmm to, Mask mask, Zmm a, Operand b) {
        new Evex(MAP_0F, NO_PREFIX, false, 0x5E, 64).emit(code, to.number(), a.number(), b, mask, true);
    }

    /** {@code to += a * b}. */
    public void vfmadd231ps(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F38, P66, false, 0xB8, 64), to, a, b);
    }

    /** {@code to -= a * b}. */
    public void vfnmadd231ps(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F38, P66, false, 0xBC, 64), to, a, b);
    }

    /** {@code mask = a >= b}, false for NaN. */
    public void vcmpgeps(Mask mask, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, NO_PREFIX, false, 0xC2, 64), new Zmm(mask.number()), a, b);
        code.add(0x1D); // GE_OQ
    }

    // ---- conversions

    public void vcvtdq2ps(Zmm to, Operand from) {
        vector(new Evex(MAP_0F, NO_PREFIX, false, 0x5B, 64), to, from);
    }

    /** Rounds to nearest, ties to even. */
    public void vcvtps2dq(Zmm to, Operand from) {
        vector(new Evex(MAP_0F, P66, false, 0x5B, 64), to, from);
    }

    /** From 16 halves: 32 bytes of memory. */
    public void vcvtph2ps(Zmm to, Operand from) {
        vector(new Evex(MAP_0F38, P66, false, 0x13, 32), to, from);
    }

    /** From 16 unsigned bytes. */
    public void vpmovzxbd(Zmm to, Operand from) {
        vector(new Evex(MAP_0F38, P66, false, 0x31, 16), to, from);
    }

    /** From 16 signed bytes. */
    public void vpmovsxbd(Zmm to, Operand from) {
        vector(new Evex(MAP_0F38, P66, false, 0x21, 16), to, from);
    }

    /** From 16 unsigned words: 32 bytes of memory. */
    public void vpmovzxwd(Zmm to, Operand from) {
        vector(new Evex(MAP_0F38, P66, false, 0x33, 32), to, from);
    }

    /** 16 integers to signed bytes, saturated, in the lowest quarter. */
    public void vpmovsdb(Zmm to, Zmm from) {
        new Evex(MAP_0F38, PF3, false, 0x21, 16).emit(code, from.number(), 0, to, Mask.NONE, false);
    }

    /** Stores the lowest quarter. */
    public void vmovupsQuarter(Memory to, Zmm from) {
        new Evex(MAP_0F, NO_PREFIX, true, 0x11, 16).emit(code, from.number(), 0, to, Mask.NONE, false);
    }

    // ---- integers

    public void vpbroadcastd(Zmm to, Gpr from) {
        // the encoding of a general register in ModRM.rm is that of a vector register with the same number
        vector(new Evex(MAP_0F38, P66, false, 0x7C, 4), to, new Zmm(from.number()));
    }

    public void vpaddd(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, P66, false, 0xFE, 64), to, a, b);
    }

    public void vpsubd(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, P66, false, 0xFA, 64), to, a, b);
    }

    public void vpandd(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, P66, false, 0xDB, 64), to, a, b);
    }

    public void vpxord(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, P66, false, 0xEF, 64), to, a, b);
    }

    /**
     * {@code to = f(to, a, b)} bit by bit.
     *
     * @param table bit {@code 4 to + 2 a + b} is the result
     */
    public void vpternlogd(Zmm to, Zmm a, Operand b, int table) {
        vector(new Evex(MAP_0F3A, P66, false, 0x25, 64), to, a, b);
        code.add(table);
    }

    public void vpsrlw(Zmm to, Zmm from, int bits) {
        new Evex(MAP_0F, P66, false, 0x71, 64).emit(code, 2, to.number(), from, Mask.NONE, false);
        code.add(bits);
    }

    public void vpsllw(Zmm to, Zmm from, int bits) {
        new Evex(MAP_0F, P66, false, 0x71, 64).emit(code, 6, to.number(), from, Mask.NONE, false);
        code.add(bits);
    }

    public void vpslld(Zmm to, Operand from, int bits) {
        new Evex(MAP_0F, P66, false, 0x72, 64).emit(code, 6, to.number(), from, Mask.NONE, false);
        code.add(bits);
    }

    /**
     * {@code to += } in each lane the sum of four products of an unsigned byte of {@code a} with a signed one of
     * {@code b}.
     */
    public void vpdpbusd(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F38, P66, false, 0x50, 64), to, a, b);
    }

    /** {@code to += } in each lane the sum of two products of signed words. */
    public void vpdpwssd(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F38, P66, false, 0x52, 64), to, a, b);
    }

    /** In each quarter: four integers of {@code a}, then four of {@code b}, as signed words, saturated. */
    public void vpackssdw(Zmm to, Zmm a, Operand b) {
        vector(new Evex(MAP_0F, P66, false, 0x6B, 64), to, a, b);
    }

    // ---- order of lanes

    /** Within each quarter: lane i from lane {@code order >> 2i & 3}. */
    public void vpshufd(Zmm to, Operand from, int order) {
        vector(new Evex(MAP_0F, P66, false, 0x70, 64), to, from);
        code.add(order);
    }

    /** Quarters 0 and 1 from {@code a}, 2 and 3 from {@code b}: quarter i is {@code order >> 2i & 3}. */
    public void vshufi32x4(Zmm to, Zmm a, Operand b, int order) {
        vector(new Evex(MAP_0F3A, P66, false, 0x43, 64), to, a, b);
        code.add(order);
    }

    // ---- masks, addresses, loops

    public void kmovw(Mask to, Gpr from) {
        code.add(0xC5, 0xF8, 0x92, direct(to.number(), from));
    }

    public void mov(Gpr to, Gpr from) {
        code.add(rex(true, from, to), 0x89, direct(low(from), to));
    }

    /** 64 bits from memory. */
    public void mov(Gpr to, Memory from) {
        code.add(rex(true, to, from.base()), 0x8B);
        Evex.address(code, low(to), from, 1);
    }

    /** 64 bits to memory. */
    public void mov(Memory to, Gpr from) {
        code.add(rex(true, from, to.base()), 0x89);
        Evex.address(code, low(from), to, 1);
    }

    /** 32 bits from memory; the upper half becomes 0. */
    public void movDword(Gpr to, Memory from) {
        code.add(rex(false, to, from.base()), 0x8B);
        Evex.address(code, low(to), from, 1);
    }

    /** 32 bits to memory. */
    public void movDword(Memory to, Gpr from) {
        code.add(rex(false, from, to.base()), 0x89);
        Evex.address(code, low(from), to, 1);
    }

    /** 16 bits from memory; the rest becomes 0. */
    public void movzxWord(Gpr to, Memory from) {
        code.add(rex(false, to, from.base()), 0x0F, 0xB7);
        Evex.address(code, low(to), from, 1);
    }

    /** 16 bits to memory. */
    public void movWord(Memory to, Gpr from) {
        code.add(0x66, rex(false, from, to.base()), 0x89);
        Evex.address(code, low(from), to, 1);
    }

    /** 8 bits from memory; the rest becomes 0. */
    public void movzxByte(Gpr to, Memory from) {
        code.add(rex(false, to, from.base()), 0x0F, 0xB6);
        Evex.address(code, low(to), from, 1);
    }

    /** 8 bits to memory. */
    public void movByte(Memory to, Gpr from) {
        code.add(rex(false, from, to.base()), 0x88);
        Evex.address(code, low(from), to, 1);
    }

    /** The low 32 bits; the upper half becomes 0. */
    public void mov(Gpr to, int value) {
        code.add(rex(false, Gpr.RAX, to), 0xB8 | low(to));
        code.addInt(value);
    }

    public void add(Gpr to, Gpr from) {
        code.add(rex(true, from, to), 0x01, direct(low(from), to));
    }

    public void add(Gpr to, int value) {
        code.add(rex(true, Gpr.RAX, to), 0x81, direct(0, to));
        code.addInt(value);
    }

    /** All 64 bits, with the value's sign spread over the upper half. */
    public void and(Gpr to, int bits) {
        code.add(rex(true, Gpr.RAX, to), 0x81, direct(4, to));
        code.addInt(bits);
    }

    /** The low 32 bits; the upper half becomes 0. */
    public void xor(Gpr to, int bits) {
        code.add(rex(false, Gpr.RAX, to), 0x81, direct(6, to));
        code.addInt(bits);
    }

    /** Unsigned, all 64 bits. */
    public void shr(Gpr to, int bits) {
        code.add(rex(true, Gpr.RAX, to), 0xC1, direct(5, to), bits);
    }

    /** Asks for a cache line, for all caches. Any address will do: where nothing can be read, nothing happens. */
    public void prefetcht0(Memory at) {
        prefetch(1, at);
    }

    /** Asks for a cache line that is read once. */
    public void prefetchnta(Memory at) {
        prefetch(0, at);
    }

    private void prefetch(int hint, Memory at) {
        code.add(rex(false, Gpr.RAX, at.base()), 0x0F, 0x18);
        Evex.address(code, hint, at, 1);
    }

    /** This place in the code. */
    public Label label() {
        return new Label(code.size());
    }

    /** Takes 1 from the counter and jumps back until it is 0. */
    public void loop(Gpr counter, Label back) {
        code.add(rex(true, Gpr.RAX, counter), 0xFF, direct(1, counter)); // dec
        code.add(0x0F, 0x85); // jnz
        code.addInt(back.position() - (code.size() + Integer.BYTES));
    }

    public void push(Gpr register) {
        code.add(rex(false, Gpr.RAX, register), 0x50 | low(register));
    }

    public void pop(Gpr register) {
        code.add(rex(false, Gpr.RAX, register), 0x58 | low(register));
    }

    public void cpuid() {
        code.add(0x0F, 0xA2);
    }

    public void xgetbv() {
        code.add(0x0F, 0x01, 0xD0);
    }

    public void vzeroupper() {
        code.add(0xC5, 0xF8, 0x77);
    }

    public void ret() {
        code.add(0xC3);
    }

    private void vector(Evex instruction, Zmm to, Operand from) {
        instruction.emit(code, to.number(), 0, from, Mask.NONE, false);
    }

    private void vector(Evex instruction, Zmm to, Zmm a, Operand b) {
        instruction.emit(code, to.number(), a.number(), b, Mask.NONE, false);
    }

    /** The prefix that makes operands 64 bits wide and names registers above 7. */
    private static int rex(boolean wide, Gpr register, Gpr base) {
        return 0x40 | (wide ? 8 : 0) | ((register.number() >> 3) << 2) | (base.number() >> 3);
    }

    /** ModRM of two registers. */
    private static int direct(int register, Gpr base) {
        return 0xC0 | (register << 3) | low(base);
    }

    private static int low(Gpr register) {
        return register.number() & 7;
    }
}
