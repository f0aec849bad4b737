package io.belvedere.engine.text;

import java.util.Arrays;

/** Token ids, growing. */
final class TokenList {
    private int[] ids = new int[64];
    private int size;

    int size() {
        return size;
    }

    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    void addRepeated(int id, int count) {
        for (int i = 0; i < count; i++) {
            add(id);
        }
    }

    int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
