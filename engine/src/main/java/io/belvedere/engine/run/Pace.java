package io.belvedere.engine.run;

import java.time.Duration;

/**
 * How many prompt tokens a step takes in, so that it lasts about as long as wished. Learns the model's rate from the
 * steps before. Engine thread.
 */
final class Pace {
    /** Tokens of the first step, when nothing is known of the model's rate. */
    static final int FIRST_TOKENS = 64;

    /** Fewer would read all weights for little. */
    private static final int LEAST_TOKENS = 16;

    /** Where no answer waits for the step's end it may last so many times longer: larger steps cost less per token. */
    private static final double ALONE = 2.5;

    /** Weight of the newest step in the rate. */
    private static final double NEWEST = 0.3;

    private final Duration wished;
    private final int mostTokens;
    private double tokensPerNano;

    /**
     * @param wished length of a step while answers wait for its end
     * @param mostTokens of a step, at least 1
     */
    Pace(Duration wished, int mostTokens) {
        this.wished = wished;
        this.mostTokens = mostTokens;
    }

    /** @param answering sequences that wait for their next token, or callers for the end of the step */
    int promptTokens(int answering) {
        if (tokensPerNano == 0) {
            return Math.min(mostTokens, FIRST_TOKENS);
        }
        double tokens = tokensPerNano * nanos(answering);
        return (int) Math.clamp(tokens, Math.min(LEAST_TOKENS, mostTokens), mostTokens);
    }

    /** Nanoseconds that a step may last. */
    long nanos(int answering) {
        return (long) (answering == 0 ? ALONE * wished.toNanos() : wished.toNanos());
    }

    /** A pass over so many rows took so long. */
    void took(int rows, long nanos) {
        if (rows < Math.min(LEAST_TOKENS, mostTokens)) {
            return; // mostly the reading of weights: says little of longer ones
        }
        double rate = (double) rows / Math.max(1, nanos);
        tokensPerNano = tokensPerNano == 0 ? rate : tokensPerNano + NEWEST * (rate - tokensPerNano);
    }
}
