package io.belvedere.compute.cpu.x86;

import io.belvedere.compute.cpu.system.NativeCalls;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the processor can do, and the system lets it: asked with {@code CPUID} and {@code XGETBV}. */
public final class Processor {
    /** AVX-512 F, DQ, BW and VL: bits of EBX of leaf 7. */
    private static final int AVX512 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31;

    /** Bit of ECX of leaf 7. */
    private static final int VNNI = 1 << 11;

    /** FMA, OSXSAVE and F16C: bits of ECX of leaf 1. */
    private static final int BASE = 1 << 12 | 1 << 27 | 1 << 29;

    /** Vector and mask registers are saved when threads change: bits of XCR0. */
    private static final int SAVED = 0xE6;

    private Processor() {}

    /** Whether 512-bit vectors work, with the instructions of AVX-512 F, DQ, BW, VL and VNNI. Asks {@link Pages#obstacle} first. */
    public static boolean hasAvx512Vnni() {
        if (Pages.obstacle() != null || cpuid(0)[0] < 7) {
            return false;
        }
        return has(cpuid(1)[2], BASE) && has(cpuid(7)[1], AVX512) && has(cpuid(7)[2], VNNI) && has(xcr0(), SAVED);
    }

    private static boolean has(int word, int bits) {
        return (word & bits) == bits;
    }

    /** EAX, EBX, ECX and EDX of a leaf. */
    private static int[] cpuid(int leaf) {
        Assembler code = new Assembler();
        code.push(Gpr.RBX); // belongs to the caller
        code.mov(Gpr.RAX, leaf);
        code.mov(Gpr.RCX, 0);
        code.cpuid();
        code.movDword(Gpr.RDI.at(0), Gpr.RAX);
        code.movDword(Gpr.RDI.at(4), Gpr.RBX);
        code.movDword(Gpr.RDI.at(8), Gpr.RCX);
        code.movDword(Gpr.RDI.at(12), Gpr.RDX);
        code.pop(Gpr.RBX);
        code.ret();
        return run(code);
    }

    private static int xcr0() {
        Assembler code = new Assembler();
        code.mov(Gpr.RCX, 0);
        code.xgetbv();
        code.movDword(Gpr.RDI.at(0), Gpr.RAX);
        code.ret();
        return run(code)[0];
    }

    /** Runs {@code f(int[4])} and returns what it stored. */
    private static int[] run(Assembler code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_INT, 4);
            MemorySegment function = Pages.executable(code.toByteArray(), arena);
            NativeCalls.taking(1).invokeExact(function, answer.address());
            return answer.toArray(ValueLayout.JAVA_INT);
        } catch (Throwable thrown) {
            throw new IllegalStateException("the processor could not be asked what it can do", thrown);
        }
    }
}
