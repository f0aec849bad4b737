package io.belvedere.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The pool against {@link NaivePool} under random sequences that start, grow, fill blocks and end, as an engine would
 * have them.
 */
class BlockPoolModelTest {
    private static final int OPERATIONS = 100_000;
    private static final int BLOCKS = 24;
    private static final int MAX_DEPTH = 7;

    /**
     * A running sequence: the keys of all blocks that it will fill, the blocks it holds, and how many of them it has
     * named.
     */
    private static final class Run {
        final List<BlockKey> keys;
        final List<Integer> blocks = new ArrayList<>();
        int named;

        Run(List<BlockKey> keys) {
            this.keys = keys;
        }
    }

    private final Random random = new Random(11);
    private final BlockPool pool = new BlockPool(BLOCKS, 16);
    private final NaivePool model = new NaivePool(BLOCKS);
    private final List<Run> runs = new ArrayList<>();
    private final Map<String, List<BlockKey>> paths = new HashMap<>();
    private long asked;
    private long found;
    private int evictions;
    private int twins;
    private int refusals;

    @Test
    void agreesWithTheNaiveModel() {
        for (int i = 0; i < OPERATIONS; i++) {
            operate();
            compare();
        }
        while (!runs.isEmpty()) {
            end();
            compare();
        }
        pool.clearCache();
        assertThat(pool.freeBlocks()).isEqualTo(BLOCKS);
        pool.checkIntegrity();
        assertThat(List.of((int) found, evictions, twins, refusals)) // none of the ways was left untrodden
                .allMatch(times -> times > 500);
    }

    private void operate() {
        int draw = random.nextInt(1000);
        if (draw < 250) {
            start();
        } else if (draw < 300) {
            grow();
        } else if (draw < 800) {
            nameNext();
        } else if (draw < 999) {
            end();
        } else {
            pool.clearCache();
            model.clearCache();
        }
    }

    private void start() {
        Run run = new Run(path());
        int blocks = run.keys.size() + random.nextInt(2); // the last one may be filled in part only
        List<Integer> expected = model.find(run.keys);
        boolean fits = blocks - expected.size()
                <= model.available()
                        - expected.stream()
                                .filter(block -> !model.references.containsKey(block))
                                .count();
        assertThat(pool.canTake(run.keys, blocks)).isEqualTo(fits);
        if (!fits) {
            refuse();
            return;
        }
        asked += run.keys.size();
        found += expected.size();
        assertThat(boxed(pool.acquire(run.keys))).isEqualTo(expected);
        model.acquire(expected);
        run.blocks.addAll(expected);
        run.named = expected.size();
        reserve(run, blocks - expected.size());
        runs.add(run);
    }

    private void reserve(Run run, int count) {
        List<Integer> evicted = model.evictedBy(count);
        List<Integer> reserved = boxed(pool.reserve(count));
        int taken = count - evicted.size();
        assertThat(reserved).hasSize(count).doesNotHaveDuplicates();
        assertThat(model.free).containsAll(reserved.subList(0, taken));
        assertThat(reserved.subList(taken, count)).isEqualTo(evicted);
        model.reserve(reserved);
        run.blocks.addAll(reserved);
        evictions += evicted.size();
    }

    private void refuse() {
        refusals++;
        int tooMany = model.available() + 1;
        assertThatThrownBy(() -> pool.reserve(tooMany)).isInstanceOf(IllegalStateException.class);
    }

    private void grow() {
        if (!runs.isEmpty() && model.available() > 0) {
            reserve(any(), 1);
        }
    }

    private void nameNext() {
        if (runs.isEmpty()) {
            return;
        }
        Run run = any();
        if (run.named < run.keys.size()) {
            int block = run.blocks.get(run.named);
            BlockKey key = run.keys.get(run.named++);
            pool.name(block, key);
            model.name(block, key);
            if (!model.names.containsKey(block)) {
                twins++;
            }
        }
    }

    private void end() {
        if (runs.isEmpty()) {
            return;
        }
        Run run = any();
        runs.remove(run);
        pool.release(run.blocks.stream().mapToInt(Integer::intValue).toArray());
        model.release(run.blocks);
    }

    private void compare() {
        pool.checkIntegrity();
        boolean same = pool.freeBlocks() == model.free.size()
                && pool.usedBlocks() == model.references.size()
                && pool.cachedBlocks() == model.cachedBlocks()
                && pool.available() == model.available()
                && pool.hits().equals(new PrefixHits(asked, found));
        assertThat(same).isTrue();
    }

    private Run any() {
        return runs.get(random.nextInt(runs.size()));
    }

    /**
     * Keys of a random walk down one of two tenants' trees; each block has one of two contents, so that walks often run
     * together.
     */
    private List<BlockKey> path() {
        String salt = random.nextBoolean() ? "one" : "two";
        int[] tokens = random.ints(1 + random.nextInt(MAX_DEPTH), 0, 2).toArray();
        return paths.computeIfAbsent(salt + Arrays.toString(tokens), name -> Paths.keys(salt, tokens));
    }

    private static List<Integer> boxed(int[] blocks) {
        return Arrays.stream(blocks).boxed().toList();
    }
}
