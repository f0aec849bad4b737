package io.belvedere.engine.kv;

import java.util.Arrays;

/**
 * A set of blocks from the least to the most recently used: a ring through two arrays, so that each operation takes
 * constant time.
 */
final class EvictionOrder {
    private static final int ABSENT = -1;

    private final int[] older; // by block: its neighbour, or ABSENT
    private final int[] newer;
    private final int end; // the place between the newest and the oldest
    private int size;

    /** @param blocks one more than the highest block number */
    EvictionOrder(int blocks) {
        this.older = new int[blocks + 1];
        this.newer = new int[blocks + 1];
        this.end = blocks;
        Arrays.fill(older, ABSENT);
        Arrays.fill(newer, ABSENT);
        older[end] = end;
        newer[end] = end;
    }

    int size() {
        return size;
    }

    /** Adds an absent block as the newest. */
    void add(int block) {
        int newest = older[end];
        older[block] = newest;
        newer[block] = end;
        newer[newest] = block;
        older[end] = block;
        size++;
    }

    /** Removes a present block. */
    void remove(int block) {
        newer[older[block]] = newer[block];
        older[newer[block]] = older[block];
        older[block] = ABSENT;
        newer[block] = ABSENT;
        size--;
    }

    /** Removes the oldest block of at least one. */
    int removeOldest() {
        int oldest = newer[end];
        remove(oldest);
        return oldest;
    }

    /**
     * @throws IllegalStateException if the ring does not close after {@code size} blocks, or its two directions
     *     disagree
     */
    int[] oldestFirst() {
        int[] blocks = new int[size];
        int at = end;
        for (int i = 0; i < size; i++) {
            at = newer[at];
            blocks[i] = at;
            if (older[newer[at]] != at) {
                throw new IllegalStateException("block " + at + " and its newer neighbour disagree");
            }
        }
        if (newer[at] != end) {
            throw new IllegalStateException("more than " + size + " blocks in the order of eviction");
        }
        return blocks;
    }
}
