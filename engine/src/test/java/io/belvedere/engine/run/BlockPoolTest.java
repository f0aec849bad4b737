package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    @Test
    void roundsTokensUpToWholeBlocks() {
        BlockPool pool = new BlockPool(4, 16);
        assertThat(pool.blocksFor(1)).isEqualTo(1);
        assertThat(pool.blocksFor(16)).isEqualTo(1);
        assertThat(pool.blocksFor(17)).isEqualTo(2);
    }

    @Test
    void refusesMoreThanIsFreeAndChangesNothing() {
        BlockPool pool = new BlockPool(4, 16);
        assertThat(pool.canReserve(65)).isFalse();
        assertThatThrownBy(() -> pool.reserve(65))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("5 blocks");
        assertThat(pool.freeBlocks()).isEqualTo(4);
        pool.checkIntegrity();
    }

    @Test
    void refusesToTakeABlockBackTwice() {
        BlockPool pool = new BlockPool(4, 16);
        int[] blocks = pool.reserve(20);
        pool.release(blocks);
        assertThatThrownBy(() -> pool.release(blocks)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsItsBooksOverRandomOperations() {
        BlockPool pool = new BlockPool(50, 8);
        Random random = new Random(7);
        ArrayDeque<int[]> held = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            int tokens = 1 + random.nextInt(120);
            if (random.nextBoolean() && pool.canReserve(tokens)) {
                held.add(pool.reserve(tokens));
            } else if (!held.isEmpty()) {
                pool.release(held.poll());
            }
            pool.checkIntegrity();
            List<Integer> owned = new ArrayList<>();
            held.forEach(blocks -> Arrays.stream(blocks).forEach(owned::add));
            assertThat(owned).doesNotHaveDuplicates();
            assertThat(pool.freeBlocks()).isEqualTo(50 - owned.size());
        }
    }
}
