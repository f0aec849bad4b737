package io.belvedere.engine.image.zstd;

import java.io.IOException;

/**
 * States of a finite state entropy code (RFC 8878, section 4.1).
 *
 * @param log of the number of states
 * @param symbols by state
 * @param bits to be read for the next state, by state
 * @param bases of the next state, by state
 */
record FseTable(int log, byte[] symbols, byte[] bits, int[] bases) {
    private static final int SHORTEST_LOG = 5;
    private static final int MOST_SYMBOLS = 256;

    /** A table and where its description ends. */
    record Read(FseTable table, int end) {}

    /** The one that has one state and costs no bits. */
    static FseTable of(int symbol) {
        return new FseTable(0, new byte[] {(byte) symbol}, new byte[1], new int[1]);
    }

    /** @param counts of states by symbol, -1 for one state of a symbol that is rarer than that */
    static FseTable of(int log, int... counts) throws IOException {
        int size = 1 << log;
        FseTable table = new FseTable(log, new byte[size], new byte[size], new int[size]);
        int[] next = new int[counts.length];
        int high = size;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            next[symbol] = Math.abs(counts[symbol]);
            if (counts[symbol] < 0) {
                table.symbols[--high] = (byte) symbol;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int place = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            for (int i = 0; i < counts[symbol]; i++) {
                table.symbols[place] = (byte) symbol;
                do {
                    place = place + step & size - 1;
                } while (place >= high);
            }
        }
        if (place != 0) {
            throw new IOException("states that don't add up");
        }
        for (int state = 0; state < size; state++) {
            int number = next[table.symbols[state] & 0xFF]++;
            int bits = log - (31 - Integer.numberOfLeadingZeros(number));
            table.bits[state] = (byte) bits;
            table.bases[state] = (number << bits) - size;
        }
        return table;
    }

    /** Reads the description at data[start]. */
    static Read read(byte[] data, int start, int end, int mostLog) throws IOException {
        int log = (data[start] & 15) + SHORTEST_LOG;
        if (log > mostLog) {
            throw new IOException("too many states");
        }
        int[] counts = new int[MOST_SYMBOLS];
        int at = 4;
        int symbol = 0;
        for (int remaining = 1 << log; remaining > 0; ) {
            int bits = 32 - Integer.numberOfLeadingZeros(remaining + 1);
            int value = bits(data, start, end, at, bits);
            int lower = (1 << (bits - 1)) - 1;
            int threshold = (1 << bits) - 1 - (remaining + 1);
            if ((value & lower) < threshold) {
                value &= lower;
                at += bits - 1;
            } else {
                value -= value > lower ? threshold : 0;
                at += bits;
            }
            int count = value - 1;
            remaining -= Math.abs(count);
            if (remaining < 0 || symbol >= MOST_SYMBOLS) {
                throw new IOException("more states than there are");
            }
            counts[symbol++] = count;
            for (int zeros = count == 0 ? 3 : 0; zeros == 3; symbol += zeros) {
                zeros = bits(data, start, end, at, 2);
                at += 2;
            }
        }
        return new Read(of(log, counts), start + (at + 7) / 8);
    }

    /** Bits from the lowest of each byte on. */
    private static int bits(byte[] data, int start, int end, int from, int count) throws IOException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int at = start + ((from + i) >> 3);
            if (at >= end) {
                throw new IOException("a table that ends early");
            }
            value |= (data[at] >> (from + i & 7) & 1) << i;
        }
        return value;
    }

    int first(BackwardBits from) {
        return (int) from.read(log);
    }

    int symbol(int state) {
        return symbols[state] & 0xFF;
    }

    int next(int state, BackwardBits from) {
        return bases[state] + (int) from.read(bits[state]);
    }
}
