package io.belvedere.chat;

/** Why an answer ended. */
public enum FinishReason {
    /** The model ended its turn, or a stop string came up. */
    STOP,
    /** The token limit was reached: the request's or the context's. */
    LENGTH,
    /** The answer repeated itself without end and was cut off. */
    REPETITION,
    /** The request's time was over. */
    TIME_LIMIT
}
