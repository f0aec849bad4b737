package io.belvedere.engine.text;

import java.util.List;

/**
 * A tokenized prompt.
 *
 * @param ids all tokens, those of images as placeholders
 * @param images where images' placeholders are, in the order of the prompt
 */
public record PromptTokens(int[] ids, List<ImageRange> images) {
    public PromptTokens {
        images = List.copyOf(images);
    }

    /**
     * Placeholders of an image: ids[start, start + tokens).
     *
     * @param image counts from 0 over the prompt
     * @param firstRow of the image's features, that the first of them stands for
     */
    public record ImageRange(int image, int start, int tokens, int firstRow) {}
}
