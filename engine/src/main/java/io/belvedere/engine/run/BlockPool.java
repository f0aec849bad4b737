package io.belvedere.engine.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Who owns which K/V block. Storage is elsewhere. Used by the engine thread alone. */
public final class BlockPool {
    private final int blockTokens;
    private final int[] free;
    private final BitSet used = new BitSet();
    private int freeCount;

    public BlockPool(int blocks, int blockTokens) {
        this.blockTokens = blockTokens;
        this.free = new int[blocks];
        this.freeCount = blocks;
        for (int i = 0; i < blocks; i++) {
            free[i] = blocks - 1 - i; // low numbers first
        }
    }

    /** Blocks that hold {@code tokens} tokens. */
    public int blocksFor(int tokens) {
        return Math.ceilDiv(tokens, blockTokens);
    }

    public boolean canReserve(int tokens) {
        return blocksFor(tokens) <= freeCount;
    }

    /**
     * Takes blocks for {@code tokens} tokens.
     *
     * @throws IllegalStateException if there are not enough: ask {@link #canReserve} first
     */
    public int[] reserve(int tokens) {
        int[] blocks = new int[blocksFor(tokens)];
        if (blocks.length > freeCount) {
            throw new IllegalStateException(blocks.length + " blocks asked for, " + freeCount + " free");
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = free[--freeCount];
            used.set(blocks[i]);
        }
        return blocks;
    }

    /** Gives blocks back. */
    public void release(int[] blocks) {
        for (int block : blocks) {
            if (!used.get(block)) {
                throw new IllegalStateException("block " + block + " is not in use");
            }
            used.clear(block);
            free[freeCount++] = block;
        }
    }

    public int freeBlocks() {
        return freeCount;
    }

    /** @throws IllegalStateException unless every block is either free or used, and none both */
    public void checkIntegrity() {
        List<Integer> both = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int i = 0; i < freeCount; i++) {
            if (used.get(free[i]) || seen.get(free[i])) {
                both.add(free[i]);
            }
            seen.set(free[i]);
        }
        if (!both.isEmpty() || freeCount + used.cardinality() != free.length) {
            throw new IllegalStateException("free " + freeCount + " + used " + used.cardinality() + " of " + free.length
                    + ", in both: " + both);
        }
    }
}
