package io.belvedere.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Unsigned numbers at any offset of a file. Reading outside throws {@link IndexOutOfBoundsException}. */
record ByteView(ByteBuffer bytes) {
    static ByteView of(byte[] bytes, ByteOrder order) {
        return new ByteView(ByteBuffer.wrap(bytes).order(order));
    }

    int size() {
        return bytes.capacity();
    }

    int u8(int offset) {
        return bytes.get(offset) & 0xFF;
    }

    int u16(int offset) {
        return bytes.getShort(offset) & 0xFFFF;
    }

    int u24(int offset) {
        return u16(offset) | u8(offset + 2) << 16;
    }

    long u32(int offset) {
        return bytes.getInt(offset) & 0xFFFFFFFFL;
    }

    int s32(int offset) {
        return bytes.getInt(offset);
    }

    /** Whether these ASCII characters stand at {@code offset}. */
    boolean has(int offset, String characters) {
        if (offset < 0 || offset > size() - characters.length()) {
            return false;
        }
        int matching = 0;
        while (matching < characters.length() && u8(offset + matching) == characters.charAt(matching)) {
            matching++;
        }
        return matching == characters.length();
    }

    /** The part from {@code offset} on, in the same byte order. */
    ByteView slice(int offset, int length) {
        return new ByteView(bytes.slice(offset, length).order(bytes.order()));
    }

    ByteView order(ByteOrder order) {
        return new ByteView(bytes.duplicate().order(order));
    }
}
