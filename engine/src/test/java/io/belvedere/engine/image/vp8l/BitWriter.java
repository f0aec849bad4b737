package io.belvedere.engine.image.vp8l;

import java.util.BitSet;

/** Bits in the order in which {@link BitReader} reads them. */
final class BitWriter {
    private final BitSet bits = new BitSet();
    private int size;

    BitWriter number(int value, int length) {
        for (int i = 0; i < length; i++) {
            bits.set(size++, (value >> i & 1) != 0);
        }
        return this;
    }

    BitWriter append(BitWriter other) {
        for (int i = 0; i < other.size; i++) {
            bits.set(size++, other.bits.get(i));
        }
        return this;
    }

    byte[] bytes() {
        byte[] bytes = new byte[(size + 7) / 8];
        byte[] used = bits.toByteArray();
        System.arraycopy(used, 0, bytes, 0, used.length);
        return bytes;
    }
}
