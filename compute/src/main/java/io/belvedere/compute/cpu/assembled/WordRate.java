package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.system.NativeFunction;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Label;
import io.belvedere.compute.cpu.x86.Zmm;
import java.lang.foreign.Arena;

/**
 * Whether products of words are faster than those of floats: twice as fast where a processor starts as many
 * {@code vpdpwssd} as {@code vfmadd231ps} (AMD Zen 4), no faster where it starts half as many (Intel Ice Lake).
 * Measured once in a process, in some milliseconds, so that all its backends round alike.
 */
final class WordRate {
    private static final int TURNS = 10_000;
    private static final int TRIALS = 40;
    private static final int CHAINS = 16;

    /** Time of an instruction on words, which takes in twice as many products as one on floats, to be worth it. */
    private static final double WORTH = 1.4;

    private static final boolean PAYS = measure();

    private WordRate() {}

    static boolean pays() {
        return PAYS;
    }

    private static boolean measure() {
        try (Arena arena = Arena.ofConfined()) {
            NativeFunction words = new NativeFunction(loop(true), arena);
            NativeFunction floats = new NativeFunction(loop(false), arena);
            long ofWords = Long.MAX_VALUE;
            long ofFloats = Long.MAX_VALUE;
            for (int trial = 0; trial < TRIALS; trial++) {
                ofWords = Math.min(ofWords, nanos(words));
                ofFloats = Math.min(ofFloats, nanos(floats));
            }
            return ofWords < WORTH * ofFloats;
        }
    }

    /** Sixteen chains of the same instruction, as many times as the argument says. */
    private static byte[] loop(boolean words) {
        Assembler code = new Assembler();
        for (int i = 0; i <= CHAINS; i++) {
            code.vpxord(new Zmm(i), new Zmm(i), new Zmm(i));
        }
        Label next = code.label();
        for (int i = 0; i < CHAINS; i++) {
            if (words) {
                code.vpdpwssd(new Zmm(i), new Zmm(CHAINS), new Zmm(CHAINS));
            } else {
                code.vfmadd231ps(new Zmm(i), new Zmm(CHAINS), new Zmm(CHAINS));
            }
        }
        code.loop(Gpr.RDI, next);
        code.vzeroupper();
        code.ret();
        return code.toByteArray();
    }

    private static long nanos(NativeFunction loop) {
        long start = System.nanoTime();
        loop.call(TURNS);
        return System.nanoTime() - start;
    }
}
