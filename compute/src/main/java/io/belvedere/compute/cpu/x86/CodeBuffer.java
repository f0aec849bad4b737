package io.belvedere.compute.cpu.x86;

import java.util.Arrays;

/** Bytes that grow. */
final class CodeBuffer {
    private byte[] bytes = new byte[4096];
    private int size;

    void add(int... values) {
        if (size + values.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        for (int value : values) {
            bytes[size++] = (byte) value;
        }
    }

    void addInt(int value) {
        add(value, value >> 8, value >> 16, value >> 24);
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
