package io.belvedere.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.ImageKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    private final BlockPool pool = new BlockPool(4, 16);

    @AfterEach
    void theBooksAreRight() {
        pool.checkIntegrity();
        assertThat(pool.freeBlocks() + pool.usedBlocks() + pool.cachedBlocks()).isEqualTo(4);
    }

    @Test
    void roundsTokensUpToWholeBlocks() {
        assertThat(pool.blocksFor(0)).isZero();
        assertThat(pool.blocksFor(1)).isEqualTo(1);
        assertThat(pool.blocksFor(16)).isEqualTo(1);
        assertThat(pool.blocksFor(17)).isEqualTo(2);
    }

    @Test
    void refusesMoreThanIsAvailableAndChangesNothing() {
        compute(Paths.keys("", 1));
        pool.reserve(1);
        assertThatThrownBy(() -> pool.reserve(4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("4 blocks asked for, 2 free and 1 cached");
        assertThat(counts()).containsExactly(2, 1, 1);
        assertThat(pool.available()).isEqualTo(3);
    }

    @Test
    void refusesToTakeABlockBackTwice() {
        int[] blocks = pool.reserve(2);
        pool.release(blocks);
        assertThatThrownBy(() -> pool.release(blocks))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("block " + blocks[1] + " is not in use");
    }

    @Test
    void anUnnamedBlockIsFreeAfterItsRelease() {
        pool.release(pool.reserve(3));
        assertThat(counts()).containsExactly(4, 0, 0);
    }

    @Test
    void aNamedBlockIsFoundWhileInUseAndAfter() {
        List<BlockKey> keys = Paths.keys("", 1, 2);
        int[] blocks = pool.reserve(2);
        name(blocks, keys);
        assertThat(pool.acquire(keys)).isEqualTo(blocks);
        pool.release(blocks);
        assertThat(counts()).containsExactly(2, 2, 0);
        pool.release(blocks);
        assertThat(counts()).containsExactly(2, 0, 2);
        assertThat(pool.acquire(keys)).isEqualTo(blocks);
        assertThat(counts()).containsExactly(2, 2, 0);
    }

    @Test
    void findsTheLongestLeadingRunAndCountsIt() {
        int[] blocks = compute(Paths.keys("", 1, 2, 3));
        assertThat(pool.acquire(Paths.keys("", 1, 2, 4, 3))).containsExactly(blocks[0], blocks[1]);
        assertThat(pool.acquire(Paths.keys("", 2, 3))).isEmpty();
        assertThat(pool.acquire(List.of())).isEmpty();
        assertThat(pool.hits()).isEqualTo(new PrefixHits(6, 2));
    }

    @Test
    void anotherTenantNeverHits() {
        compute(Paths.keys("one", 1, 2, 3));
        assertThat(pool.acquire(Paths.keys("two", 1, 2, 3))).isEmpty();
        assertThat(pool.acquire(Paths.keys("", 1, 2, 3))).isEmpty();
        assertThat(pool.acquire(Paths.keys("one", 1, 2, 3))).hasSize(3);
    }

    @Test
    void twoDifferentPicturesOfOneSizeNeverShareABlock() {
        List<BlockKey> cat = picturePrompt(new ImageKey("c".repeat(64)));
        List<BlockKey> dog = picturePrompt(new ImageKey("d".repeat(64)));
        int[] blocks = compute(cat);
        assertThat(pool.acquire(dog)).containsExactly(blocks[0]); // the text before the picture
        assertThat(pool.acquire(cat)).isEqualTo(blocks);
    }

    /** Keys of three blocks of 16 equal tokens: text, the picture, text again. */
    private static List<BlockKey> picturePrompt(ImageKey picture) {
        KeyChain chain =
                new KeyChain("", 16, List.of(new PictureSpan(picture, 16, 16, 0)), (from, to) -> new int[3][to - from]);
        chain.extend(new int[48], 48);
        return chain.first(3);
    }

    @Test
    void takesFreeBlocksBeforeItEvicts() {
        int[] cached = compute(Paths.keys("", 1, 2));
        assertThat(pool.reserve(2)).doesNotContain(cached);
        assertThat(pool.acquire(Paths.keys("", 1, 2))).isEqualTo(cached);
    }

    @Test
    void evictsTheLeastRecentlyUsedLeafFirst() {
        int[] first = compute(Paths.keys("", 1, 2));
        int[] second = compute(Paths.keys("", 3, 4));
        assertThat(pool.reserve(1)).containsExactly(first[1]);
        assertThat(pool.acquire(Paths.keys("", 1, 2))).containsExactly(first[0]);
        pool.release(new int[] {first[0]}); // used after the second
        assertThat(pool.reserve(3)).containsExactly(second[1], second[0], first[0]);
    }

    @Test
    void whatIsSharedOutlivesItsLeaves() {
        int[] stem = compute(Paths.keys("", 1));
        for (int leaf = 2; leaf < 5; leaf++) {
            List<BlockKey> keys = Paths.keys("", 1, leaf);
            assertThat(pool.acquire(keys)).isEqualTo(stem);
            int[] own = pool.reserve(1);
            pool.name(own[0], keys.get(1));
            pool.release(new int[] {stem[0], own[0]});
        }
        assertThat(pool.reserve(3)).doesNotContain(stem);
        assertThat(pool.acquire(Paths.keys("", 1))).isEqualTo(stem);
    }

    @Test
    void anEvictedBlockLosesItsName() {
        compute(Paths.keys("", 1));
        pool.release(pool.reserve(4));
        assertThat(pool.acquire(Paths.keys("", 1))).isEmpty();
        assertThat(counts()).containsExactly(4, 0, 0);
    }

    @Test
    void theSecondBlockOfAKeyStaysUnnamed() {
        BlockKey key = Paths.keys("", 1).getFirst();
        int[] twins = pool.reserve(2);
        pool.name(twins[0], key);
        pool.name(twins[1], key);
        assertThat(pool.acquire(List.of(key))).containsExactly(twins[0]);
        pool.release(new int[] {twins[1]});
        assertThat(counts()).containsExactly(3, 1, 0);
    }

    @Test
    void namesOnlyWhatIsInUseAndOnce() {
        List<BlockKey> keys = Paths.keys("", 1, 2);
        int[] blocks = pool.reserve(1);
        pool.name(blocks[0], keys.get(0));
        pool.name(blocks[0], keys.get(0));
        assertThatThrownBy(() -> pool.name(blocks[0], keys.get(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is named " + keys.get(0));
        pool.release(blocks);
        assertThatThrownBy(() -> pool.name(blocks[0], keys.get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not in use");
    }

    @Test
    void whatIsFoundInTheCacheIsNotAvailableBesides() {
        List<BlockKey> keys = Paths.keys("", 1, 2);
        compute(keys);
        pool.reserve(1);
        assertThat(pool.canTake(keys, 3)).isTrue();
        assertThat(pool.canTake(keys, 4)).isFalse();
        assertThat(pool.canTake(List.of(), 3)).isTrue();
        assertThat(pool.canTake(List.of(), 4)).isFalse();
        assertThat(pool.hits()).isEqualTo(new PrefixHits(0, 0));
        pool.acquire(keys);
        assertThat(pool.canTake(keys, 3)).isTrue();
        assertThat(pool.canTake(keys, 4)).isFalse();
    }

    @Test
    void aClearedCacheFindsNothingAndTakesNothingFromTheRunning() {
        List<BlockKey> keys = Paths.keys("", 1, 2);
        compute(keys);
        int[] running = pool.acquire(keys.subList(0, 1));
        pool.clearCache();
        assertThat(counts()).containsExactly(3, 1, 0);
        assertThat(pool.acquire(keys)).isEmpty();
        pool.release(running);
        assertThat(counts()).containsExactly(4, 0, 0);
    }

    /** Blocks of a sequence that came and went. */
    private int[] compute(List<BlockKey> keys) {
        int[] blocks = pool.reserve(keys.size());
        name(blocks, keys);
        pool.release(blocks);
        return blocks;
    }

    private void name(int[] blocks, List<BlockKey> keys) {
        for (int i = 0; i < blocks.length; i++) {
            pool.name(blocks[i], keys.get(i));
        }
    }

    /** Free, in use, cached. */
    private List<Integer> counts() {
        return List.of(pool.freeBlocks(), pool.usedBlocks(), pool.cachedBlocks());
    }
}
