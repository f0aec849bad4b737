package io.belvedere.engine.kv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which block holds which content: at most one block for a key and one key for a block. */
final class PrefixIndex {
    static final int NONE = -1;

    private final Map<BlockKey, Integer> blocks = new HashMap<>();
    private final @Nullable BlockKey[] keys; // by block

    PrefixIndex(int blocks) {
        this.keys = new BlockKey[blocks];
    }

    /** The block with that key, or {@link #NONE}. */
    int find(BlockKey key) {
        return blocks.getOrDefault(key, NONE);
    }

    boolean isNamed(int block) {
        return keys[block] != null;
    }

    /**
     * Gives a block its key, unless another has it.
     *
     * @throws IllegalStateException if the block has a different key already
     */
    void name(int block, BlockKey key) {
        BlockKey present = keys[block];
        if (present != null && !present.equals(key)) {
            throw new IllegalStateException("block " + block + " is named " + present + " already, not " + key);
        }
        if (blocks.putIfAbsent(key, block) == null) {
            keys[block] = key;
        }
    }

    /** Takes a block's key away, if it has one. */
    void forget(int block) {
        BlockKey key = keys[block];
        if (key != null) {
            blocks.remove(key);
            keys[block] = null;
        }
    }

    void clear() {
        blocks.clear();
        Arrays.fill(keys, null);
    }

    /** @throws IllegalStateException unless keys lead to blocks and blocks to keys one to one */
    void checkIntegrity() {
        int named = 0;
        for (int block = 0; block < keys.length; block++) {
            BlockKey key = keys[block];
            if (key == null) {
                continue;
            }
            named++;
            if (find(key) != block) {
                throw new IllegalStateException(
                        "block " + block + " is named " + key + ", which leads to block " + find(key));
            }
        }
        if (named != blocks.size()) {
            throw new IllegalStateException(blocks.size() + " keys of " + named + " named blocks");
        }
    }
}
