package io.belvedere.engine.image.zstd;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Literals by the bits that come next (RFC 8878, section 4.2).
 *
 * @param bits of the longest code
 * @param symbols by that many bits
 * @param lengths of their codes
 */
record HuffmanTable(int bits, byte[] symbols, byte[] lengths) {
    private static final int MOST_BITS = 11;
    private static final int MOST_WEIGHTS = 255;
    private static final int WEIGHT_LOG = 6;
    private static final int DIRECT = 128;

    /** A table and where its description ends. */
    record Read(HuffmanTable table, int end) {}

    static Read read(byte[] data, int start, int limit) throws IOException {
        int head = data[start] & 0xFF;
        int[] weights = new int[MOST_WEIGHTS + 1];
        int count;
        int end;
        if (head >= DIRECT) {
            count = head - DIRECT + 1;
            end = start + 1 + (count + 1) / 2;
            for (int i = 0; i < count; i++) {
                weights[i] = data[start + 1 + i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
            }
        } else {
            end = start + 1 + head;
            if (end > limit) {
                throw new EOFException();
            }
            count = compressedWeights(data, start + 1, end, weights);
        }
        if (end > limit) {
            throw new EOFException();
        }
        return new Read(of(weights, count), end);
    }

    /** Two states take turns until the bits are used up; returns how many weights there were. */
    private static int compressedWeights(byte[] data, int start, int end, int[] weights) throws IOException {
        FseTable.Read read = FseTable.read(data, start, end, WEIGHT_LOG);
        FseTable table = read.table();
        BackwardBits bits = new BackwardBits(data, read.end(), end);
        int[] states = {table.first(bits), table.first(bits)};
        for (int count = 0; ; count++) {
            if (count + 1 > MOST_WEIGHTS || bits.left() < 0) {
                throw new IOException("weights that don't end");
            }
            int turn = count % 2;
            weights[count] = table.symbol(states[turn]);
            states[turn] = table.next(states[turn], bits);
            if (bits.left() < 0) {
                weights[count + 1] = table.symbol(states[1 - turn]);
                return count + 2;
            }
        }
    }

    /** The weight of the last symbol is what makes the sum a power of two. */
    private static HuffmanTable of(int[] weights, int count) throws IOException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > MOST_BITS) {
                throw new IOException("a code that is too long");
            }
            sum += weights[i] > 0 ? 1 << (weights[i] - 1) : 0;
        }
        int bits = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << bits) - sum;
        if (sum == 0 || bits > MOST_BITS || Integer.bitCount(rest) != 1 || count > MOST_WEIGHTS) {
            throw new IOException("codes that don't add up");
        }
        weights[count] = Integer.numberOfTrailingZeros(rest) + 1;
        HuffmanTable table = new HuffmanTable(bits, new byte[1 << bits], new byte[1 << bits]);
        int at = 0;
        for (int weight = 1; weight <= bits; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int end = at + (1 << (weight - 1));
                    Arrays.fill(table.symbols, at, end, (byte) symbol);
                    Arrays.fill(table.lengths, at, end, (byte) (bits + 1 - weight));
                    at = end;
                }
            }
        }
        return table;
    }

    /** Decodes data[start, end) to all of target[from, to). */
    void decode(byte[] data, int start, int end, byte[] target, int from, int to) throws IOException {
        BackwardBits coded = new BackwardBits(data, start, end);
        for (int i = from; i < to; i++) {
            int next = (int) coded.peek(bits);
            target[i] = symbols[next];
            coded.skip(lengths[next]);
        }
        if (coded.left() != 0) {
            throw new IOException("literals that end early or late");
        }
    }
}
