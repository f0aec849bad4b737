package io.belvedere.engine.image.vp8l;

import java.io.EOFException;

/** Bits from the lowest of each byte upwards. Beyond the end it reads zeros, which {@link #checkEnd} notices. */
final class BitReader {
    private final byte[] data;
    private int next;

    /** Bits that are loaded, the next one lowest. */
    private long window;

    private int loaded;

    BitReader(byte[] data, int start) {
        this.data = data;
        this.next = start;
    }

    boolean flag() {
        return number(1) != 0;
    }

    /** An unsigned number of up to 24 bits, the lowest first. */
    int number(int length) {
        int number = peek(length);
        skip(length);
        return number;
    }

    /** The next bits without taking them. */
    int peek(int length) {
        if (loaded < length) {
            load();
        }
        return (int) window & ((1 << length) - 1);
    }

    void skip(int length) {
        window >>>= length;
        loaded -= length;
    }

    /** Fails if more was read than there is. */
    void checkEnd() throws EOFException {
        if (next - loaded / 8 > data.length) {
            throw new EOFException("the coded image ends early");
        }
    }

    private void load() {
        while (loaded <= 48) {
            window |= (next < data.length ? data[next] & 0xFFL : 0) << loaded;
            next++;
            loaded += 8;
        }
    }
}
