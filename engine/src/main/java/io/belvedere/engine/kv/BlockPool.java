package io.belvedere.engine.kv;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Who uses which K/V block, and which computed blocks can be used again. Storage is elsewhere. Used by the engine
 * thread alone.
 *
 * <pre>
 * from     to       by
 * free     in use   reserve
 * in use   cached   the last release of a named block
 * in use   free     the last release of an unnamed block
 * cached   in use   acquire; or reserve if none is free, which takes the name away
 * cached   free     clearCache
 * </pre>
 *
 * A block in use has a reference for each sequence that holds it. Several may hold a named block; its content no longer
 * changes.
 */
public final class BlockPool {
    private final int blockTokens;
    private final int[] references; // by block; none: free or cached
    private final int[] free; // a stack
    private final EvictionOrder cached;
    private final PrefixIndex index;
    private int freeCount;
    private long askedKeys;
    private long foundKeys;

    /**
     * All blocks are free.
     *
     * @param blocks at least 0
     * @param blockTokens tokens of a block, at least 1
     */
    public BlockPool(int blocks, int blockTokens) {
        this.blockTokens = blockTokens;
        this.references = new int[blocks];
        this.free = new int[blocks];
        this.cached = new EvictionOrder(blocks);
        this.index = new PrefixIndex(blocks);
        this.freeCount = blocks;
        for (int i = 0; i < blocks; i++) {
            free[i] = blocks - 1 - i; // low numbers first
        }
    }

    /** Blocks that hold {@code tokens} tokens, at least 0; any thread. */
    public int blocksFor(int tokens) {
        return Math.ceilDiv(tokens, blockTokens);
    }

    /** Blocks that {@link #reserve} could take now. */
    public int available() {
        return freeCount + cached.size();
    }

    /**
     * Whether {@link #acquire} of the keys and then {@link #reserve} of the rest would come to {@code blocks} blocks;
     * counts no hits.
     */
    public boolean canTake(List<BlockKey> keys, int blocks) {
        int[] found = find(keys);
        int left = available();
        for (int block : found) {
            if (references[block] == 0) {
                left--;
            }
        }
        return blocks - found.length <= left;
    }

    /** How many of the leading keys lead to a block; counts no hits. */
    public int found(List<BlockKey> keys) {
        return find(keys).length;
    }

    /**
     * Takes a reference on the blocks of the longest run of leading keys that the pool has; they are the answer, in the
     * keys' order.
     */
    public int[] acquire(List<BlockKey> keys) {
        int[] blocks = find(keys);
        for (int block : blocks) {
            if (references[block] == 0) {
                cached.remove(block);
            }
            references[block]++;
        }
        askedKeys += keys.size();
        foundKeys += blocks.length;
        return blocks;
    }

    private int[] find(List<BlockKey> keys) {
        int[] blocks = new int[keys.size()];
        int count = 0;
        for (BlockKey key : keys) {
            int block = index.find(key);
            if (block == PrefixIndex.NONE) {
                break;
            }
            blocks[count++] = block;
        }
        return Arrays.copyOf(blocks, count);
    }

    /**
     * Takes unnamed blocks, with one reference each: free ones first, then the cached ones that were given back longest
     * ago.
     *
     * @param count at least 0
     * @throws IllegalStateException if fewer are available, and nothing changes: ask {@link #available} first
     */
    public int[] reserve(int count) {
        if (count > available()) {
            throw new IllegalStateException(
                    count + " blocks asked for, " + freeCount + " free and " + cached.size() + " cached");
        }
        int[] blocks = new int[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = freeCount > 0 ? free[--freeCount] : evict();
            references[blocks[i]] = 1;
        }
        return blocks;
    }

    private int evict() {
        int block = cached.removeOldest();
        index.forget(block);
        return block;
    }

    /**
     * Says that a block in use is computed to its end and can be found by its key from now on. If another block has the
     * key, this one stays unnamed, and is free after its release.
     *
     * @throws IllegalStateException if the block is not in use, or has a different name
     */
    public void name(int block, BlockKey key) {
        checkUsed(block);
        index.name(block, key);
    }

    /**
     * Drops one reference on each block. One without references is cached if it has a name, else free.
     *
     * @param blocks in the order of their sequence: the deeper ones are evicted before those nearer the root, without
     *     which they can't be found
     * @throws IllegalStateException if a block is not in use; the books can't be trusted any more
     */
    public void release(int[] blocks) {
        for (int i = blocks.length - 1; i >= 0; i--) {
            release(blocks[i]);
        }
    }

    private void release(int block) {
        checkUsed(block);
        references[block]--;
        if (references[block] > 0) {
            return;
        }
        if (index.isNamed(block)) {
            cached.add(block);
        } else {
            free[freeCount++] = block;
        }
    }

    private void checkUsed(int block) {
        if (references[block] == 0) {
            throw new IllegalStateException("block " + block + " is not in use");
        }
    }

    /**
     * Forgets every name: cached blocks become free, those in use stay with their sequences and are free after their
     * release.
     */
    public void clearCache() {
        index.clear();
        while (cached.size() > 0) {
            free[freeCount++] = cached.removeOldest();
        }
    }

    /** Blocks without reference and name. */
    public int freeBlocks() {
        return freeCount;
    }

    /** Blocks with a reference. */
    public int usedBlocks() {
        return references.length - available();
    }

    /** Named blocks without reference. */
    public int cachedBlocks() {
        return cached.size();
    }

    public PrefixHits hits() {
        return new PrefixHits(askedKeys, foundKeys);
    }

    /**
     * @throws IllegalStateException unless every block is either free or in use or cached, and names and index agree
     */
    public void checkIntegrity() {
        BitSet idle = new BitSet();
        for (int i = 0; i < freeCount; i++) {
            checkIdle(free[i], false, idle);
        }
        for (int block : cached.oldestFirst()) {
            checkIdle(block, true, idle);
        }
        for (int block = 0; block < references.length; block++) {
            if (references[block] < 0 || (references[block] == 0) != idle.get(block)) {
                throw new IllegalStateException("block " + block + " has " + references[block] + " references and is "
                        + (idle.get(block) ? "" : "not ") + "among the free or cached");
            }
        }
        index.checkIntegrity();
    }

    private void checkIdle(int block, boolean named, BitSet idle) {
        if (idle.get(block)) {
            throw new IllegalStateException("block " + block + " is free twice, or free and cached");
        }
        if (index.isNamed(block) != named) {
            throw new IllegalStateException(
                    "block " + block + (named ? " is cached without" : " is free with") + " a name");
        }
        idle.set(block);
    }
}
