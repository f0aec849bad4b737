package io.belvedere.engine.model;

import io.belvedere.engine.image.ImageSize;
import java.util.List;

/**
 * A laid-out prompt.
 *
 * @param tokens every id, placeholders of pictures expanded
 * @param positions {@code (3, tokens)}: rotary position of each token on the axes time, height, width
 * @param nextPosition position, on all three axes, of the first token after the prompt
 * @param images where the pictures stand, in order
 */
public record PromptPlan(int[] tokens, int[][] positions, int nextPosition, List<ImageSpan> images) {
    /**
     * The prompt's tokens {@code [start, start + count)} stand for a picture.
     *
     * @param shown the size to which the picture is brought: what coordinates in an answer refer to
     */
    public record ImageSpan(int start, int count, ImageSize shown) {}

    public PromptPlan {
        images = List.copyOf(images);
    }

    /** Positions {@code (3, to - from)} of the tokens {@code [from, to)} of the sequence, which may reach beyond the prompt. */
    public int[][] positions(int from, int to) {
        int[][] part = new int[positions.length][];
        for (int axis = 0; axis < part.length; axis++) {
            part[axis] = slice(positions[axis], from, to);
        }
        return part;
    }

    private int[] slice(int[] axis, int from, int to) {
        int[] part = new int[to - from];
        for (int i = 0; i < part.length; i++) {
            int token = from + i;
            part[i] = token < axis.length ? axis[token] : nextPosition + token - axis.length;
        }
        return part;
    }

    public int imageTokens() {
        return images.stream().mapToInt(ImageSpan::count).sum();
    }
}
