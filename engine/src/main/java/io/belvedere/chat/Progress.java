package io.belvedere.chat;

/** How far an accepted request has come on its way to the first word of its answer. */
public sealed interface Progress {
    /**
     * It waits for its turn.
     *
     * @param ahead answers that came earlier and wait too; some of them may be served later, for callers take turns
     */
    record Waiting(int ahead) implements Progress {}

    /**
     * The vision encoder is at one of its pictures.
     *
     * @param image from 0
     * @param images of the request
     * @param done share of the picture's work, 0 to 1
     */
    record Encoding(int image, int images, double done) implements Progress {}

    /**
     * The prompt is being read.
     *
     * @param tokens that were read, or found read before
     * @param promptTokens of which
     */
    record Reading(int tokens, int promptTokens) implements Progress {}
}
