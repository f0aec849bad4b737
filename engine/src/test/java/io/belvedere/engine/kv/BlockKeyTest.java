package io.belvedere.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.ImageKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockKeyTest {
    private static final int[] TOKENS = {5, 6, 7};
    private static final int[][] POSITIONS = {{0, 1, 2}, {0, 1, 1}, {0, 1, 2}};
    private static final ImageKey CAT = new ImageKey("c".repeat(64));
    private static final ImageKey DOG = new ImageKey("d".repeat(64));
    private static final List<PictureRows> PICTURES = List.of(new PictureRows(CAT, 4, 1, 2));

    private final BlockKey root = BlockKey.root("tenant");
    private final BlockKey key = root.next(TOKENS, POSITIONS, PICTURES);

    @Test
    void sameContentAndPastGiveTheSameKey() {
        assertThat(BlockKey.root("tenant").next(TOKENS.clone(), POSITIONS.clone(), PICTURES))
                .isEqualTo(key)
                .hasSameHashCodeAs(key)
                .hasToString(key.toString());
        assertThat(key.toString()).matches("[0-9a-f]{64}");
    }

    @Test
    void everyPartOfTheContentIsInTheKey() {
        Stream<BlockKey> others = Stream.of(
                root.next(new int[] {5, 6, 8}, POSITIONS, PICTURES),
                root.next(TOKENS, new int[][] {{0, 1, 2}, {0, 1, 1}, {0, 1, 1}}, PICTURES),
                root.next(TOKENS, POSITIONS, List.of()),
                root.next(TOKENS, POSITIONS, List.of(new PictureRows(DOG, 4, 1, 2))),
                root.next(TOKENS, POSITIONS, List.of(new PictureRows(CAT, 3, 1, 2))),
                root.next(TOKENS, POSITIONS, List.of(new PictureRows(CAT, 4, 0, 2))),
                root.next(TOKENS, POSITIONS, List.of(new PictureRows(CAT, 4, 1, 1))),
                BlockKey.root("other").next(TOKENS, POSITIONS, PICTURES),
                key.next(TOKENS, POSITIONS, PICTURES),
                root,
                key);
        assertThat(others).doesNotHaveDuplicates();
    }

    /** The same numbers in a row, cut into fields differently. */
    @Test
    void fieldsDoNotRunIntoEachOther() {
        Stream<BlockKey> keys = Stream.of(
                root.next(new int[] {1}, new int[][] {{2}, {3}}, List.of()),
                root.next(new int[] {1, 2, 3}, new int[0][], List.of()),
                root.next(new int[] {1, 2, 3}, new int[][] {{0, 0, 0}}, List.of()),
                root.next(new int[] {1, 2, 3, 0, 0, 0}, new int[0][], List.of()));
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void saltsThatOneEncodingWouldMergeStayApart() {
        assertThat(Stream.of("", "\0", "\0\0", "?", "\uD800", "\uDC00", "\uFFFD")
                        .map(BlockKey::root))
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesFieldsThatDoNotFitTheBlock() {
        assertThatThrownBy(() -> root.next(TOKENS, new int[][] {{0, 1}}, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 positions of 3 tokens");
        assertThatThrownBy(() -> root.next(TOKENS, POSITIONS, List.of(new PictureRows(CAT, 0, 2, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in a block of 3 tokens");
        assertThatThrownBy(() -> new PictureRows(CAT, 0, -1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0, -1, 2");
    }
}
