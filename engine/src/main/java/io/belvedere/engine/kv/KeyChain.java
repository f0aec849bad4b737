package io.belvedere.engine.kv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The keys of one sequence's full blocks, root first, made once each: of a prompt at one go, and one more whenever the
 * answer fills a block. Used by one thread at a time.
 */
public final class KeyChain {
    private final int blockTokens;
    private final List<PictureSpan> pictures;
    private final TokenPositions positions;
    private final List<BlockKey> keys = new ArrayList<>();
    private BlockKey last;
    private int nextPicture; // the first that is not wholly in blocks with keys

    /**
     * @param salt of the tenant, may be empty
     * @param blockTokens tokens of a block, at least 1
     * @param pictures of the prompt, or parts of them, ascending, none over another
     * @param positions of every token that the sequence comes to
     * @throws IllegalArgumentException if a picture begins before the end of the one before it
     */
    public KeyChain(String salt, int blockTokens, List<PictureSpan> pictures, TokenPositions positions) {
        this.blockTokens = blockTokens;
        this.pictures = List.copyOf(pictures);
        this.positions = positions;
        this.last = BlockKey.root(salt);
        for (int i = 1; i < pictures.size(); i++) {
            if (pictures.get(i).start() < pictures.get(i - 1).end()) {
                throw new IllegalArgumentException("picture " + i + " begins at token "
                        + pictures.get(i).start() + ", the one before it ends at "
                        + pictures.get(i - 1).end());
            }
        }
    }

    /**
     * Makes the keys of the blocks that {@code tokens[0, length)} fill and that have none yet. Tokens in blocks with
     * keys are not read again: a sequence only grows.
     *
     * @param tokens may be longer than {@code length}
     */
    public void extend(int[] tokens, int length) {
        Objects.checkFromToIndex(0, length, tokens.length);
        while (length / blockTokens > keys.size()) {
            int from = keys.size() * blockTokens;
            int to = from + blockTokens;
            last = last.next(Arrays.copyOfRange(tokens, from, to), positions.of(from, to), picturesWithin(from, to));
            keys.add(last);
        }
    }

    private List<PictureRows> picturesWithin(int from, int to) {
        while (nextPicture < pictures.size() && pictures.get(nextPicture).end() <= from) {
            nextPicture++;
        }
        List<PictureRows> rows = new ArrayList<>();
        for (int i = nextPicture; i < pictures.size() && pictures.get(i).start() < to; i++) {
            rows.add(pictures.get(i).within(from, to));
        }
        return rows;
    }

    /** Blocks that have a key. */
    public int size() {
        return keys.size();
    }

    /** @param block its number in the sequence, {@code [0, size)} */
    public BlockKey key(int block) {
        return keys.get(block);
    }

    /**
     * Keys of the first {@code blocks} blocks, {@code [0, size]}. To look a prompt up, ask for
     * {@code (length - 1) / blockTokens} of them: a prompt that is found to its last token leaves none to compute
     * logits from.
     */
    public List<BlockKey> first(int blocks) {
        return List.copyOf(keys.subList(0, blocks));
    }
}
