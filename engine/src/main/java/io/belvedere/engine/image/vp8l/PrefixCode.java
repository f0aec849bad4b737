package io.belvedere.engine.image.vp8l;

import java.io.IOException;
import java.util.Arrays;

/**
 * A canonical prefix code (RFC 9649, section 3.7.2.1), decoded by table: the next 8 bits lead to a symbol or, for
 * longer codes, to a second table.
 */
final class PrefixCode {
    private static final int MAX_LENGTH = 15;
    private static final int ROOT_BITS = 8;
    private static final int LENGTH_BITS = 4;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /**
     * Entries are value * 16 + length. Up to length 8 the value is the symbol; beyond, it is where the second table
     * begins, which is indexed by the following length - 8 bits. The code of a single symbol, which takes no bits, has
     * one entry.
     */
    private final int[] table;

    private final int rootBits;

    private PrefixCode(int[] table, int rootBits) {
        this.table = table;
        this.rootBits = rootBits;
    }

    int read(BitReader bits) {
        int entry = table[bits.peek(rootBits)];
        int length = entry & 15;
        if (length > ROOT_BITS) {
            bits.skip(ROOT_BITS);
            entry = table[(entry >> LENGTH_BITS) + bits.peek(length - ROOT_BITS)];
            length = (entry & 15) - ROOT_BITS;
        }
        bits.skip(length);
        return entry >> LENGTH_BITS;
    }

    /** Of the table, each four bytes. */
    int entries() {
        return table.length;
    }

    /** Reads the description of a code for symbols below {@code alphabet}. */
    static PrefixCode describedBy(BitReader bits, int alphabet) throws IOException {
        int[] lengths = new int[alphabet];
        if (bits.flag()) {
            int symbols = bits.number(1) + 1;
            int first = bits.number(bits.flag() ? 8 : 1);
            int second = symbols == 2 ? bits.number(8) : first;
            if (Math.max(first, second) >= alphabet) {
                throw new IOException("a symbol outside the alphabet");
            }
            lengths[first] = 1;
            lengths[second] = 1;
        } else {
            readLengths(bits, lengths);
        }
        bits.checkEnd();
        return of(lengths);
    }

    private static void readLengths(BitReader bits, int[] lengths) throws IOException {
        int[] lengthsOfLengths = new int[LENGTH_ORDER.length];
        int given = 4 + bits.number(4);
        for (int i = 0; i < given; i++) {
            lengthsOfLengths[LENGTH_ORDER[i]] = bits.number(3);
        }
        PrefixCode code = of(lengthsOfLengths);
        int left = bits.flag() ? 2 + bits.number(2 + 2 * bits.number(3)) : lengths.length;
        if (left > lengths.length) {
            throw new IOException("more code lengths than symbols");
        }
        int previous = 8;
        for (int symbol = 0; symbol < lengths.length && left > 0; left--) {
            int length = code.read(bits);
            int count = 1;
            if (length < 16) {
                previous = length == 0 ? previous : length;
            } else {
                count = switch (length) {
                    case 16 -> 3 + bits.number(2);
                    case 17 -> 3 + bits.number(3);
                    default -> 11 + bits.number(7);
                };
                length = length == 16 ? previous : 0;
            }
            if (count > lengths.length - symbol) {
                throw new IOException("more code lengths than symbols");
            }
            Arrays.fill(lengths, symbol, symbol + count, length);
            symbol += count;
        }
    }

    /** The code whose symbols have these lengths; 0: the symbol doesn't occur. */
    static PrefixCode of(int[] lengths) throws IOException {
        int[] counts = new int[MAX_LENGTH + 2];
        int used = 0;
        int last = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                counts[lengths[symbol]]++;
                used++;
                last = symbol;
            }
        }
        if (used == 1) {
            return new PrefixCode(new int[] {last << LENGTH_BITS}, 0);
        }
        return new PrefixCode(fill(lengths, codes(counts)), ROOT_BITS);
    }

    /** The first code of each length; fails unless the lengths make a complete code. */
    private static int[] codes(int[] counts) throws IOException {
        int[] codes = new int[MAX_LENGTH + 2];
        int code = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            codes[length] = code;
            code += counts[length];
            if (code > 1 << length) {
                throw new IOException("too many codes");
            }
            code <<= 1;
        }
        if (code != 1 << (MAX_LENGTH + 1)) {
            throw new IOException("too few codes");
        }
        return codes;
    }

    private static int[] fill(int[] lengths, int[] codes) {
        int[] reversed = new int[lengths.length];
        int[] longest = new int[1 << ROOT_BITS];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                reversed[symbol] = Integer.reverse(codes[length]++) >>> (32 - length);
                int root = reversed[symbol] & ((1 << ROOT_BITS) - 1);
                longest[root] = length > ROOT_BITS ? Math.max(longest[root], length) : longest[root];
            }
        }
        int size = 1 << ROOT_BITS;
        int[] starts = new int[1 << ROOT_BITS];
        for (int root = 0; root < longest.length; root++) {
            starts[root] = size;
            size += longest[root] > 0 ? 1 << (longest[root] - ROOT_BITS) : 0;
        }
        int[] table = new int[size];
        for (int root = 0; root < longest.length; root++) {
            if (longest[root] > 0) {
                table[root] = (starts[root] << LENGTH_BITS) | longest[root];
            }
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            int entry = (symbol << LENGTH_BITS) | length;
            int root = reversed[symbol] & ((1 << ROOT_BITS) - 1);
            if (length > ROOT_BITS) {
                int end = starts[root] + (1 << (longest[root] - ROOT_BITS));
                repeat(table, starts[root] + (reversed[symbol] >> ROOT_BITS), 1 << (length - ROOT_BITS), end, entry);
            } else if (length > 0) {
                repeat(table, root, 1 << length, 1 << ROOT_BITS, entry);
            }
        }
        return table;
    }

    private static void repeat(int[] table, int first, int step, int end, int entry) {
        for (int i = first; i < end; i += step) {
            table[i] = entry;
        }
    }
}
