package io.belvedere.engine.image.zstd;

import java.io.IOException;

/**
 * Bits that are read from the end of data[start, end) to its start; the highest bit that is set in the last byte comes
 * before them.
 */
final class BackwardBits {
    private final byte[] data;
    private final int start;

    /** Bits that are left; below 0 if zeros were read beyond the start. */
    private int left;

    BackwardBits(byte[] data, int start, int end) throws IOException {
        this.data = data;
        this.start = start;
        if (end <= start || data[end - 1] == 0) {
            throw new IOException("no mark where bits begin");
        }
        this.left = 8 * (end - start) - 1 - (Integer.numberOfLeadingZeros(data[end - 1] & 0xFF) - 24);
    }

    int left() {
        return left;
    }

    /** The next bits, up to 32 of them. */
    long read(int count) {
        long value = peek(count);
        left -= count;
        return value;
    }

    void skip(int count) {
        left -= count;
    }

    /** As {@link #read}, and they stay. */
    long peek(int count) {
        int from = left - count;
        if (from < 0) {
            // what is missing is 0
            return left <= 0 ? 0 : bits(0, left) << -from;
        }
        return bits(from, count);
    }

    private long bits(int from, int count) {
        long window = 0;
        int first = start + (from >>> 3);
        for (int i = 0, last = ((from + count + 7) >>> 3) - (from >>> 3); i < last; i++) {
            window |= (data[first + i] & 0xFFL) << (8 * i);
        }
        return window >>> (from & 7) & (1L << count) - 1;
    }
}
