package io.belvedere.engine.kv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules of the pool, restated as plainly as possible and as slowly as that may be; it is told which free blocks the
 * pool took.
 */
final class NaivePool {
    /** A cached block, the operation that released it and where it stood among the blocks released. */
    private record Idle(int block, int operation, int depth) {}

    final Set<Integer> free = new TreeSet<>();
    final Map<Integer, Integer> references = new HashMap<>(); // of blocks in use
    final Map<Integer, BlockKey> names = new HashMap<>();
    private final List<Idle> cached = new ArrayList<>();
    private int operation;

    NaivePool(int blocks) {
        for (int block = 0; block < blocks; block++) {
            free.add(block);
        }
    }

    int cachedBlocks() {
        return cached.size();
    }

    int available() {
        return free.size() + cached.size();
    }

    List<Integer> find(List<BlockKey> keys) {
        List<Integer> blocks = new ArrayList<>();
        for (BlockKey key : keys) {
            Stream<Integer> named =
                    names.keySet().stream().filter(block -> names.get(block).equals(key));
            List<Integer> found = named.toList();
            if (found.isEmpty()) {
                return blocks;
            }
            blocks.addAll(found);
        }
        return blocks;
    }

    void acquire(List<Integer> blocks) {
        for (int block : blocks) {
            cached.removeIf(idle -> idle.block == block);
            references.merge(block, 1, Integer::sum);
        }
    }

    /**
     * The cached blocks that a reservation takes: those that are not covered by free ones, longest idle first, deepest
     * first.
     */
    List<Integer> evictedBy(int count) {
        return cached.stream()
                .sorted(Comparator.comparingInt(Idle::operation)
                        .thenComparing(Comparator.comparingInt(Idle::depth).reversed()))
                .limit(Math.max(0, count - free.size()))
                .map(Idle::block)
                .toList();
    }

    void reserve(List<Integer> blocks) {
        for (int block : blocks) {
            free.remove(block);
            cached.removeIf(idle -> idle.block == block);
            names.remove(block);
            references.put(block, 1);
        }
    }

    void name(int block, BlockKey key) {
        if (!names.containsValue(key)) {
            names.put(block, key);
        }
    }

    void release(List<Integer> blocks) {
        operation++;
        for (int depth = 0; depth < blocks.size(); depth++) {
            int block = blocks.get(depth);
            if (references.merge(block, -1, Integer::sum) > 0) {
                continue;
            }
            references.remove(block);
            if (names.containsKey(block)) {
                cached.add(new Idle(block, operation, depth));
            } else {
                free.add(block);
            }
        }
    }

    void clearCache() {
        names.clear();
        cached.forEach(idle -> free.add(idle.block));
        cached.clear();
    }
}
