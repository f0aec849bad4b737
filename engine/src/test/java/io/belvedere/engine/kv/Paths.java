package io.belvedere.engine.kv;

import java.util.ArrayList;
import java.util.List;

/** Keys of made-up sequences. */
final class Paths {
    private Paths() {}

    /** Keys of the blocks that hold one of these tokens each. */
    static List<BlockKey> keys(String salt, int... tokens) {
        List<BlockKey> keys = new ArrayList<>();
        BlockKey key = BlockKey.root(salt);
        for (int token : tokens) {
            key = key.next(new int[] {token}, new int[0][], List.of());
            keys.add(key);
        }
        return keys;
    }
}
