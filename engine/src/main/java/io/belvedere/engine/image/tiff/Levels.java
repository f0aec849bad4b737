package io.belvedere.engine.image.tiff;

/**
 * Samples of some bits to levels of 0 to 255: of up to 8 bits the nearest one, of more the highest 8 bits.
 *
 * @param table by sample; empty if it is the shift
 */
record Levels(int[] table, int shift) {
    static Levels of(int bits) {
        int[] table = new int[bits < 8 ? 1 << bits : 0];
        for (int i = 0; i < table.length; i++) {
            table[i] = (255 * i + (table.length - 1) / 2) / (table.length - 1);
        }
        return new Levels(table, Math.max(0, bits - 8));
    }

    int level(int sample) {
        return table.length == 0 ? sample >> shift : table[sample];
    }
}
