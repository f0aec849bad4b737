package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.system.NativeFunction;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Label;
import io.belvedere.compute.cpu.x86.Zmm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Loads memory in order and does nothing with it: what a {@link ZmmTile} of one row would do if multiplying took no
 * time. Assembled when first used.
 */
final class MemoryReader {
    private static final int LINES = 16;
    private static final int TURN_BYTES = LINES * FetchAhead.LINE;
    private static final NativeFunction READ = new NativeFunction(assemble(), Arena.ofAuto());

    private MemoryReader() {}

    private static byte[] assemble() {
        Assembler code = new Assembler();
        FetchAhead ahead = new FetchAhead(code, Gpr.RDI);
        Label next = code.label();
        ahead.begin();
        for (int line = 0; line < LINES; line++) {
            ahead.lines(FetchAhead.LINE * (line + 1));
            code.vmovups(new Zmm(line), Gpr.RDI.at(FetchAhead.LINE * line));
        }
        code.add(Gpr.RDI, TURN_BYTES);
        code.loop(Gpr.RSI, next);
        code.vzeroupper();
        code.ret();
        return code.toByteArray();
    }

    /**
     * @param memory at least 1024 bytes; what is beyond a multiple of that is left out
     * @return 0: nothing leaves the reading out
     */
    static long read(MemorySegment memory) {
        READ.call(memory.address(), memory.byteSize() / TURN_BYTES);
        return 0;
    }
}
