package io.belvedere.chat;

import java.util.List;

/** What a {@link Completion} tells. */
public sealed interface CompletionEvent {
    /** The prompt is planned and queued. */
    record Started(int promptTokens, int imageTokens) implements CompletionEvent {}

    /**
     * More of one answer: whole characters, never empty, never part of a stop string.
     *
     * @param choice which answer, from 0
     * @param logProbs of the tokens whose text begins here, in order; empty unless they were asked for. Special tokens
     *     have no text and are never among them
     */
    record TextDelta(int choice, String text, List<TokenLogProbs> logProbs) implements CompletionEvent {
        public TextDelta {
            logProbs = List.copyOf(logProbs);
        }

        /** Of the first answer, without log-probabilities. */
        public TextDelta(String text) {
            this(0, text, List.of());
        }
    }

    /**
     * One answer is complete.
     *
     * @param choice which, from 0
     */
    record ChoiceEnded(int choice, FinishReason reason) implements CompletionEvent {}

    /**
     * All answers are complete.
     *
     * @param images what became of the request's pictures, in order; empty if it had none, or if that is not known
     */
    record Finished(Usage usage, List<ImageReport> images) implements CompletionEvent {
        public Finished {
            images = List.copyOf(images);
        }

        /** Without pictures. */
        public Finished(Usage usage) {
            this(usage, List.of());
        }
    }

    /** The request ended without complete answers. */
    record Failed(ChatFailure failure) implements CompletionEvent {}
}
