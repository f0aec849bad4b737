package io.belvedere.engine.text;

/** Which pairs of pieces merge, into what, and in which order: an open-addressing table from (left id, right id). */
final class MergeTable {
    /** Left id in the upper half, right id in the lower, plus 1: 0 is a free slot. */
    private final long[] keys;

    private final int[] ranks;
    private final int[] products;
    private final int shift;

    /**
     * Takes the arrays' i-th entries as the merge of rank i; of equal pairs the last one counts.
     *
     * @param products ids of the merged pieces
     */
    MergeTable(int[] lefts, int[] rights, int[] products) {
        int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, products.length));
        this.keys = new long[1 << bits];
        this.ranks = new int[1 << bits];
        this.shift = Long.SIZE - bits;
        this.products = products;
        for (int rank = 0; rank < products.length; rank++) {
            int slot = slot(key(lefts[rank], rights[rank]));
            keys[slot] = key(lefts[rank], rights[rank]);
            ranks[slot] = rank;
        }
    }

    /** The merge's rank, lower ones going first; -1 if the two don't merge. */
    int rank(int left, int right) {
        long key = key(left, right);
        int slot = slot(key);
        return keys[slot] == key ? ranks[slot] : -1;
    }

    /** Id of the piece that the merge of this rank makes. */
    int product(int rank) {
        return products[rank];
    }

    int size() {
        return products.length;
    }

    /** Where {@code key} is, or would be put. Ends because the table is never more than half full. */
    private int slot(long key) {
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
        while (keys[slot] != key && keys[slot] != 0) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private static long key(int left, int right) {
        return ((long) left << 32 | right) + 1;
    }
}
