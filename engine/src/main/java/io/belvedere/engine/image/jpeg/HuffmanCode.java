package io.belvedere.engine.image.jpeg;

import java.io.IOException;
import java.util.Arrays;

/**
 * A Huffman code and its tables (T.81, annexes C and F.2.2.3). A look at the next {@value #LOOKAHEAD} bits tells an
 * entry:
 *
 * <pre>
 * bits  0 to 4   how many bits to consume
 *       5        {@link #WHOLE}: the value that follows the code is among them
 *       8 to 11  else: the size of that value in bits
 *      12 to 15  zeros before it
 *      16 to 31  the value, if it is whole
 * </pre>
 */
final class HuffmanCode {
    static final int LOOKAHEAD = 10;
    static final int WHOLE = 1 << 5;

    private static final int LONGEST = 16;

    private final int[] entries = new int[1 << LOOKAHEAD];

    /** For each length of codes: the first number of 16 bits that is above all that begin with them. */
    private final int[] above = new int[LONGEST + 1];

    /** For each length: what added to a code makes the index of its symbol. */
    private final int[] shift = new int[LONGEST + 1];

    private final byte[] symbols;

    /**
     * @param counts of codes of 1 to 16 bits
     * @param symbols in the order of their codes
     * @throws IOException if there are more codes than the lengths allow
     */
    HuffmanCode(byte[] counts, byte[] symbols) throws IOException {
        this.symbols = symbols;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int count = counts[length - 1] & 0xFF;
            shift[length] = index - code;
            if (code + count > (1 << length)) {
                throw new IOException("a Huffman table has too many codes");
            }
            for (int i = 0; i < count && length <= LOOKAHEAD; i++) {
                int following = 1 << (LOOKAHEAD - length);
                int from = (code + i) * following;
                Arrays.fill(entries, from, from + following, entry(length, symbols[index + i] & 0xFF));
            }
            code += count;
            index += count;
            above[length] = code << (LONGEST - length);
            code <<= 1;
        }
        for (int i = 0; i < entries.length; i++) {
            entries[i] = withValue(entries[i], i);
        }
    }

    private static int entry(int length, int symbol) {
        return length | (symbol << 8);
    }

    /** The entry with the value, if all of its bits are among those looked at. */
    private static int withValue(int entry, int bits) {
        int length = entry & 31;
        int size = entry >> 8 & 15;
        if (size == 0 || length + size > LOOKAHEAD) {
            return entry;
        }
        int value = BitReader.signed((long) bits << (64 - LOOKAHEAD + length), size);
        return (entry & 0xF000) | (length + size) | WHOLE | (value << 16);
    }

    /** An entry for each value of the next bits; 0 if the code is longer, or is none. */
    int[] entries() {
        return entries;
    }

    /**
     * The entry for a code that is longer than what was looked at.
     *
     * @param bits the next bits, the first one highest
     */
    int longEntry(long bits) throws IOException {
        int next = BitReader.first(bits, LONGEST);
        for (int length = LOOKAHEAD + 1; length <= LONGEST; length++) {
            if (next < above[length]) {
                return entry(length, symbols[(next >> (LONGEST - length)) + shift[length]] & 0xFF);
            }
        }
        throw new IOException("a Huffman code that is none");
    }
}
