package io.belvedere.engine.run;

import java.util.OptionalInt;

/**
 * What the engine's loop does and has done, for metrics; a snapshot between two steps. Counts are since the start.
 *
 * @param waiting sequences that have no blocks yet, or had to give them up
 * @param running sequences that have blocks
 * @param blocks K/V blocks in all: free, used and cached together
 * @param prefixTokensAsked tokens that were looked up among the blocks computed before
 * @param prefixTokensFound those of them that needed no computing
 * @param steps rounds of the loop that computed something
 * @param stepNanos that they took
 * @param promptTokens computed, and those of answers that had to be computed again
 * @param answerTokens chosen
 * @param answers that ended, in whatever way
 * @param pictures encoded
 * @param encodeNanos that they took
 * @param preemptions sequences that had to make room
 */
public record RunStats(
        int waiting,
        int running,
        int blocks,
        int blocksFree,
        int blocksUsed,
        int blocksCached,
        long prefixTokensAsked,
        long prefixTokensFound,
        long steps,
        long stepNanos,
        long promptTokens,
        long answerTokens,
        long answers,
        long pictures,
        long encodeNanos,
        long preemptions) {
    /** Prompt and answer tokens a second while there was something to do; 0 before the first. */
    public double tokensPerSecond() {
        return stepNanos == 0 ? 0 : (promptTokens + answerTokens) * 1e9 / stepNanos;
    }

    /** Mean length of an answer; empty before the first has ended. */
    public OptionalInt answerLength() {
        return answers == 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(answerTokens / answers));
    }
}
