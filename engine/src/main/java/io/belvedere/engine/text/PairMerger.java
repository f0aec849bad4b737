package io.belvedere.engine.text;

import java.util.Arrays;

/**
 * Byte-pair encoding of one word at a time (Sennrich et al. 2016): of all adjacent pairs the one of lowest rank merges
 * first, the leftmost on a tie, until none merges. Holds scratch memory: one per thread.
 */
final class PairMerger {
    /** Up to this many bytes, looking through all pairs for the best takes half the time of a heap or less. */
    private static final int SCAN_LIMIT = 128;

    private static final int NONE = Integer.MAX_VALUE;

    private final MergeTable merges;

    /** The word's tokens, at first one for each byte. */
    private int[] tokens = new int[256];

    private int size;

    /** For the scan: rank of the pair that begins at each token. For the heap: the next token's index. */
    private int[] links = new int[256];

    PairMerger(MergeTable merges) {
        this.merges = merges;
    }

    /** Appends a token to the word. */
    void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
            links = new int[2 * size];
        }
        tokens[size++] = token;
    }

    /** Merges the word, appends its tokens to {@code out} and begins a new word. */
    void flush(TokenList out) {
        if (size <= SCAN_LIMIT) {
            mergeByScan();
        } else {
            mergeByHeap();
        }
        for (int i = 0; i < size; i++) {
            out.add(tokens[i]);
        }
        size = 0;
    }

    private void mergeByScan() {
        for (int i = 0; i < size - 1; i++) {
            links[i] = rank(tokens[i], tokens[i + 1]);
        }
        for (int best = best(); best >= 0; best = best()) {
            tokens[best] = merges.product(links[best]);
            size--;
            System.arraycopy(tokens, best + 2, tokens, best + 1, size - best - 1);
            System.arraycopy(links, best + 2, links, best + 1, Math.max(0, size - best - 2));
            if (best > 0) {
                links[best - 1] = rank(tokens[best - 1], tokens[best]);
            }
            if (best < size - 1) {
                links[best] = rank(tokens[best], tokens[best + 1]);
            }
        }
    }

    /** Index of the pair that merges next, or -1. */
    private int best() {
        int best = -1;
        int lowest = NONE;
        for (int i = 0; i < size - 1; i++) {
            if (links[i] < lowest) {
                lowest = links[i];
                best = i;
            }
        }
        return best;
    }

    private int rank(int left, int right) {
        int rank = merges.rank(left, right);
        return rank < 0 ? NONE : rank;
    }

    /**
     * The same in O(n log n): a heap of (rank, index of the left token), in which an entry may be out of date. It is
     * current if its token still has a right neighbour and merges with it at the entry's rank.
     */
    private void mergeByHeap() {
        int[] next = links;
        int[] previous = new int[size];
        PairHeap heap = new PairHeap(size);
        for (int i = 0; i < size; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            if (i + 1 < size) {
                push(heap, i, i + 1);
            }
        }
        while (!heap.isEmpty()) {
            long pair = heap.pop();
            int left = (int) pair;
            int rank = (int) (pair >>> 32);
            int right = next[left];
            if (tokens[left] < 0 || right == size || merges.rank(tokens[left], tokens[right]) != rank) {
                continue;
            }
            tokens[left] = merges.product(rank);
            tokens[right] = -1;
            next[left] = next[right];
            if (next[left] < size) {
                previous[next[left]] = left;
                push(heap, left, next[left]);
            }
            if (previous[left] >= 0) {
                push(heap, previous[left], left);
            }
        }
        size = compact();
    }

    private void push(PairHeap heap, int left, int right) {
        int rank = merges.rank(tokens[left], tokens[right]);
        if (rank >= 0) {
            heap.push((long) rank << 32 | left);
        }
    }

    /** Drops the tokens that went into others; returns how many are left. */
    private int compact() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (tokens[i] >= 0) {
                tokens[kept++] = tokens[i];
            }
        }
        return kept;
    }
}
