package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;

/**
 * Asks for memory that a loop is about to read in order. A processor that sees such a loop fetches ahead by itself, but
 * only to the end of a page, where it begins anew: so the first line of a page is asked for well before, from where it
 * goes on by itself; and each line once more shortly before it is read, for one reading. Requests for lines stand among
 * the instructions that read as many: a burst of them would fill the places for outstanding ones.
 */
final class FetchAhead {
    /** Bytes of a cache line. */
    static final int LINE = 64;

    private static final int PAGE = 4096;

    /**
     * Distances in bytes, by measurement: half and twice the first, two thirds and four thirds of the second are up to
     * 10 % slower for some formats.
     */
    private static final int PAGE_AHEAD = 16 << 10, LINE_AHEAD = 6 << 10;

    private final Assembler code;
    private final Gpr at;
    private int asked;

    /** @param at where the loop's turn begins to read */
    FetchAhead(Assembler code, Gpr at) {
        this.code = code;
        this.at = at;
    }

    /** Begins a turn. Uses {@link Gpr#RAX}. */
    void begin() {
        code.mov(Gpr.RAX, at);
        code.and(Gpr.RAX, -PAGE);
        code.prefetcht0(Gpr.RAX.at(PAGE_AHEAD));
        asked = 0;
    }

    /**
     * Asks once for each line that a turn reads with its first {@code bytes} bytes; what was asked for in this turn is
     * passed over.
     */
    void lines(int bytes) {
        while (asked < bytes) {
            code.prefetchnta(at.at(LINE_AHEAD + asked));
            asked += LINE;
        }
    }
}
