package io.belvedere.chat;

/** What a {@link Completion} tells. */
public sealed interface CompletionEvent {
    /** The prompt is planned and queued. */
    record Started(int promptTokens, int imageTokens) implements CompletionEvent {}

    /** More of the answer: whole characters, never empty, never part of a stop string. */
    record TextDelta(String text) implements CompletionEvent {}

    /** The answer is complete. */
    record Finished(FinishReason reason, Usage usage) implements CompletionEvent {}

    /** The request ended without a complete answer. */
    record Failed(ChatFailure failure) implements CompletionEvent {}
}
