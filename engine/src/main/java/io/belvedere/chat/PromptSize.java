package io.belvedere.chat;

import java.util.List;

/**
 * How long a request's prompt is.
 *
 * @param tokens with those that stand for pictures
 * @param images in the order of the request
 */
public record PromptSize(int tokens, List<ImageView> images) {
    public PromptSize {
        images = List.copyOf(images);
    }
}
