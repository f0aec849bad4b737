package io.belvedere.engine.image.vp8;

import java.io.EOFException;

/**
 * The arithmetic decoder of VP8 (RFC 6386, section 7). Beyond the end of its data it reads zeros, which
 * {@link #checkEnd} notices.
 */
final class BoolDecoder {
    /** An encoder may leave out this many bytes of zeros at the end. */
    private static final int OMITTED_BYTES = 2;

    private final byte[] data;
    private final int end;
    private int next;
    private int range = 255;

    /**
     * The coded value's bits that are loaded, of which the top 8 are compared with the range and {@code bits} are yet
     * to come.
     */
    private long value;

    private int bits = -8;

    /** Decodes data[start, end). */
    BoolDecoder(byte[] data, int start, int end) {
        this.data = data;
        this.next = start;
        this.end = end;
    }

    /** A bit that is 0 with a probability of {@code probability} / 256. */
    int bit(int probability) {
        if (bits < 0) {
            load();
        }
        int split = 1 + (((range - 1) * probability) >> 8);
        long bound = (long) split << bits;
        int bit = 0;
        if (value >= bound) {
            value -= bound;
            range -= split;
            bit = 1;
        } else {
            range = split;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        range <<= shift;
        bits -= shift;
        return bit;
    }

    boolean flag() {
        return bit(128) != 0;
    }

    /** An unsigned number of that many bits. */
    int number(int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 1 | bit(128);
        }
        return number;
    }

    /** A number of that many bits and its sign. */
    int signed(int length) {
        int magnitude = number(length);
        return flag() ? -magnitude : magnitude;
    }

    /** A signed number if a flag before it says that there is one, else 0. */
    int optionalSigned(int length) {
        return flag() ? signed(length) : 0;
    }

    /** Fails if more was decoded than there is. */
    void checkEnd() throws EOFException {
        int unused = Math.max(0, bits) / 8;
        if (next - unused > end + OMITTED_BYTES) {
            throw new EOFException("a partition ends early");
        }
    }

    private void load() {
        while (bits <= 40) {
            value = value << 8 | (next < end ? data[next] & 0xFF : 0);
            next++;
            bits += 8;
        }
    }
}
