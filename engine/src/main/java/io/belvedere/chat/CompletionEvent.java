package io.belvedere.chat;

import java.util.List;

/** What a {@link Completion} tells. */
public sealed interface CompletionEvent {
    /** The prompt is planned and queued. */
    record Started(int promptTokens, int imageTokens) implements CompletionEvent {}

    /**
     * More of the answer: whole characters, never empty, never part of a stop string.
     *
     * @param logProbs of the tokens whose text begins here, in order; empty unless they were asked for. Special tokens have no text and are never
     *     among them
     */
    record TextDelta(String text, List<TokenLogProbs> logProbs) implements CompletionEvent {
        public TextDelta {
            logProbs = List.copyOf(logProbs);
        }

        /** Without log-probabilities. */
        public TextDelta(String text) {
            this(text, List.of());
        }
    }

    /** The answer is complete. */
    record Finished(FinishReason reason, Usage usage) implements CompletionEvent {}

    /** The request ended without a complete answer. */
    record Failed(ChatFailure failure) implements CompletionEvent {}
}
