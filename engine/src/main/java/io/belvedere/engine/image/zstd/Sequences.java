package io.belvedere.engine.image.zstd;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sequences: so many literals, then a copy of what came before (RFC 8878, section 3.1.1.3.2). */
final class Sequences {
    private static final int LITERALS = 0;
    private static final int OFFSETS = 1;
    private static final int MATCHES = 2;

    private static final int[] MOST_LOG = {9, 8, 9};

    /** Symbols of each kind. */
    private static final int[] MOST_SYMBOL = {35, 31, 52};

    private static final int[] LITERAL_BASES = bases(0, 16, "1 1 1 1 2 2 3 3 4 6 7 8 9 10 11 12 13 14 15 16");
    private static final int[] LITERAL_BITS = bits(16, "1 1 1 1 2 2 3 3 4 6 7 8 9 10 11 12 13 14 15 16");
    private static final int[] MATCH_BASES = bases(3, 32, "1 1 1 1 2 2 3 3 4 4 5 7 8 9 10 11 12 13 14 15 16");
    private static final int[] MATCH_BITS = bits(32, "1 1 1 1 2 2 3 3 4 4 5 7 8 9 10 11 12 13 14 15 16");

    private static final int[][] PREDEFINED = {
        {4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
        },
        {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1},
        {
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
        }
    };
    private static final int[] PREDEFINED_LOG = {6, 5, 6};

    private final @Nullable FseTable[] tables = new FseTable[3];

    /** The last three offsets. */
    private final int[] recent = {1, 4, 8};

    private int at;

    /**
     * Decodes data[start, end), the sequences' section; literals[0, literalsEnd) go with it. Returns the new length.
     */
    int decode(
            byte[] data, int start, int end, byte[] literals, int literalsEnd, byte[] out, int frameStart, int length)
            throws IOException {
        if (start >= end) {
            throw new EOFException();
        }
        at = start;
        int count = data[at++] & 0xFF;
        if (count == 255) {
            count = (data[at++] & 0xFF) + ((data[at++] & 0xFF) << 8) + 0x7F00;
        } else if (count >= 128) {
            count = ((count - 128) << 8) + (data[at++] & 0xFF);
        }
        int literal = 0;
        int to = length;
        if (count > 0) {
            readTables(data, end);
            BackwardBits bits = new BackwardBits(data, at, end);
            FseTable lengths = table(LITERALS);
            FseTable offsets = table(OFFSETS);
            FseTable matches = table(MATCHES);
            int l = lengths.first(bits);
            int o = offsets.first(bits);
            int m = matches.first(bits);
            for (int i = 0; i < count; i++) {
                int offsetCode = offsets.symbol(o);
                int matchCode = matches.symbol(m);
                int literalCode = lengths.symbol(l);
                check(literalCode, offsetCode, matchCode);
                long offsetValue = (1L << offsetCode) + bits.read(offsetCode);
                int match = MATCH_BASES[matchCode] + (int) bits.read(MATCH_BITS[matchCode]);
                int run = LITERAL_BASES[literalCode] + (int) bits.read(LITERAL_BITS[literalCode]);
                if (i < count - 1) {
                    l = lengths.next(l, bits);
                    m = matches.next(m, bits);
                    o = offsets.next(o, bits);
                }
                int offset = offset(offsetValue, run == 0);
                if (run > literalsEnd - literal
                        || offset > to + run - frameStart
                        || to + run + match - length > Block.MOST_BYTES) {
                    throw new IOException("a sequence of what isn't there");
                }
                System.arraycopy(literals, literal, out, to, run);
                literal += run;
                to += run;
                copy(out, to, offset, match);
                to += match;
            }
            if (bits.left() != 0) {
                throw new IOException("sequences that end early or late");
            }
        }
        System.arraycopy(literals, literal, out, to, literalsEnd - literal);
        return to + literalsEnd - literal;
    }

    /** Each byte may be the copy of one that was copied just before. */
    private static void copy(byte[] out, int to, int offset, int count) {
        if (offset >= count) {
            System.arraycopy(out, to - offset, out, to, count);
        } else {
            for (int i = to; i < to + count; i++) {
                out[i] = out[i - offset];
            }
        }
    }

    /** The offset that a value stands for: one of the last three, or a new one. */
    private int offset(long value, boolean noLiterals) throws IOException {
        int place = (int) Math.min(value, 4) - 1 + (value <= 3 && noLiterals ? 1 : 0);
        long offset = value > 3 ? value - 3 : place == 3 ? recent[0] - 1 : recent[place];
        if (offset < 1 || offset > Integer.MAX_VALUE) {
            throw new IOException("an offset of " + offset);
        }
        if (place >= 2) {
            recent[2] = recent[1];
        }
        if (place >= 1) {
            recent[1] = recent[0];
        }
        recent[0] = (int) offset;
        return recent[0];
    }

    private static void check(int literalCode, int offsetCode, int matchCode) throws IOException {
        if (literalCode > MOST_SYMBOL[LITERALS]
                || offsetCode > MOST_SYMBOL[OFFSETS]
                || matchCode > MOST_SYMBOL[MATCHES]) {
            throw new IOException("a code that means nothing");
        }
    }

    private void readTables(byte[] data, int end) throws IOException {
        int modes = data[at++] & 0xFF;
        for (int kind = 0; kind < 3; kind++) {
            int mode = modes >> (6 - 2 * kind) & 3;
            if (mode == 0) {
                tables[kind] = FseTable.of(PREDEFINED_LOG[kind], PREDEFINED[kind]);
            } else if (mode == 1) {
                tables[kind] = FseTable.of(data[at++] & 0xFF);
            } else if (mode == 2) {
                FseTable.Read read = FseTable.read(data, at, end, MOST_LOG[kind]);
                tables[kind] = read.table();
                at = read.end();
            }
        }
        if ((modes & 3) != 0) {
            throw new IOException("reserved bits are set");
        }
    }

    private FseTable table(int kind) throws IOException {
        FseTable table = tables[kind];
        if (table == null) {
            throw new IOException("no table before");
        }
        return table;
    }

    /** Bits behind each code; the first {@code plain} codes have none. */
    private static int[] bits(int plain, String following) {
        String[] words = following.split(" ");
        int[] bits = new int[plain + words.length];
        for (int i = 0; i < words.length; i++) {
            bits[plain + i] = Integer.parseInt(words[i]);
        }
        return bits;
    }

    /** The first length of each code. */
    private static int[] bases(int first, int plain, String following) {
        int[] bits = bits(plain, following);
        int[] bases = new int[bits.length];
        bases[0] = first;
        for (int i = 1; i < bits.length; i++) {
            bases[i] = bases[i - 1] + (1 << bits[i - 1]);
        }
        return bases;
    }
}
