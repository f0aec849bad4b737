package io.belvedere.bench.load;

import java.util.OptionalLong;

/**
 * A complete answer.
 *
 * @param promptTokens those from a cache included
 * @param firstTextNanos from the request's first byte to the first text; empty if the answer was not streamed or has no
 *     text
 * @param gapNanos between one chunk with text and the next; empty if the answer was not streamed
 */
record Answer(
        String text,
        String finishReason,
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        OptionalLong firstTextNanos,
        long[] gapNanos) {}
