package io.belvedere.compute.cpu.x86;

import io.belvedere.compute.cpu.system.NativeFunction;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Set;

/** What the processor can do, and the system lets it: asked with {@code CPUID} and {@code XGETBV}. */
public final class Processor {
    /** Whether XCR0 can be read: bit of ECX of leaf 1. */
    private static final int OSXSAVE = 1 << 27;

    private Processor() {}

    /**
     * Those that work; none where {@link Pages#obstacle} finds one.
     *
     * @throws IllegalStateException if the processor can't be asked
     */
    public static Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        if (Pages.obstacle() == null) {
            int leaves = cpuid(0)[0];
            int saved = (cpuid(1)[2] & OSXSAVE) == 0 ? 0 : xcr0();
            for (Feature feature : Feature.values()) {
                if (feature.leaf() <= leaves && feature.isIn(cpuid(feature.leaf()), saved)) {
                    features.add(feature);
                }
            }
        }
        return features;
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
            new NativeFunction(code.toByteArray(), arena).call(answer.address());
            return answer.toArray(ValueLayout.JAVA_INT);
        } catch (IllegalStateException | OutOfMemoryError e) {
            throw new IllegalStateException("the processor could not be asked what it can do", e);
        }
    }
}
