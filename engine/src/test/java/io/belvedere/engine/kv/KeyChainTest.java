package io.belvedere.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.ImageKey;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyChainTest {
    private static final int BLOCK_TOKENS = 4;
    private static final ImageKey CAT = new ImageKey("c".repeat(64));
    private static final ImageKey DOG = new ImageKey("d".repeat(64));

    private final int[] tokens = new Random(3).ints(42, 0, 1000).toArray();

    @Test
    void onlyFullBlocksHaveKeys() {
        KeyChain chain = chain(List.of());
        chain.extend(tokens, 3);
        assertThat(chain.size()).isZero();
        chain.extend(tokens, 4);
        assertThat(chain.size()).isEqualTo(1);
        chain.extend(tokens, 42);
        assertThat(chain.size()).isEqualTo(10);
        assertThat(chain.first(2)).containsExactly(chain.key(0), chain.key(1));
        assertThatThrownBy(() -> chain.key(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> chain.extend(tokens, 43)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void tokenByTokenGivesTheKeysOfTheWhole() {
        List<PictureSpan> pictures = List.of(new PictureSpan(CAT, 2, 9, 0), new PictureSpan(DOG, 11, 1, 0));
        KeyChain grown = chain(pictures);
        for (int length = 1; length <= tokens.length; length++) {
            grown.extend(Arrays.copyOf(tokens, length + 7), length); // what lies behind the length is not read
        }
        assertThat(grown.first(10)).isEqualTo(keys(pictures));
    }

    @Test
    void aPictureStandsInEachBlockThatItReachesInto() {
        BlockKey expected = BlockKey.root("");
        List<BlockKey> keys = keys(List.of(new PictureSpan(CAT, 2, 5, 0), new PictureSpan(DOG, 7, 1, 0)));
        expected = expected.next(block(0), line(0, 4), List.of(new PictureRows(CAT, 0, 2, 2)));
        assertThat(keys.get(0)).isEqualTo(expected);
        expected = expected.next(
                block(1), line(4, 8), List.of(new PictureRows(CAT, 2, 0, 3), new PictureRows(DOG, 0, 3, 1)));
        assertThat(keys.get(1)).isEqualTo(expected);
        assertThat(keys.get(2)).isEqualTo(expected.next(block(2), line(8, 12), List.of()));
    }

    @Test
    void twoPicturesOfOneSizeShareNoKeyFromWhereTheyStand() {
        List<BlockKey> cat = keys(List.of(new PictureSpan(CAT, 9, 8, 0)));
        List<BlockKey> dog = keys(List.of(new PictureSpan(DOG, 9, 8, 0)));
        assertThat(cat.subList(0, 2)).isEqualTo(dog.subList(0, 2));
        assertThat(cat.subList(2, 10)).doesNotContainAnyElementsOf(dog);
    }

    @Test
    void otherRowsOfAPictureGiveOtherKeysFromWhereTheyStand() {
        List<BlockKey> first = keys(List.of(new PictureSpan(CAT, 9, 8, 0)));
        List<BlockKey> later = keys(List.of(new PictureSpan(CAT, 9, 8, 8)));
        assertThat(first.subList(0, 2)).isEqualTo(later.subList(0, 2));
        assertThat(first.subList(2, 10)).doesNotContainAnyElementsOf(later);
    }

    @Test
    void otherPositionsGiveOtherKeys() {
        KeyChain shifted = new KeyChain("", BLOCK_TOKENS, List.of(), (from, to) -> line(from + 1, to + 1));
        shifted.extend(tokens, tokens.length);
        assertThat(shifted.first(10)).doesNotContainAnyElementsOf(keys(List.of()));
    }

    @Test
    void refusesPicturesThatOverlap() {
        assertThatThrownBy(() -> chain(List.of(new PictureSpan(CAT, 2, 4, 0), new PictureSpan(DOG, 5, 4, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("picture 1 begins at token 5, the one before it ends at 6");
        assertThatThrownBy(() -> new PictureSpan(CAT, 3, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3, 0, 0");
    }

    private List<BlockKey> keys(List<PictureSpan> pictures) {
        KeyChain chain = chain(pictures);
        chain.extend(tokens, tokens.length);
        return chain.first(10);
    }

    private static KeyChain chain(List<PictureSpan> pictures) {
        return new KeyChain("", BLOCK_TOKENS, pictures, KeyChainTest::line);
    }

    private int[] block(int number) {
        return Arrays.copyOfRange(tokens, number * BLOCK_TOKENS, (number + 1) * BLOCK_TOKENS);
    }

    /** Positions of text, the same on all three axes. */
    private static int[][] line(int from, int to) {
        int[] axis = IntStream.range(from, to).toArray();
        return new int[][] {axis, axis, axis};
    }
}
