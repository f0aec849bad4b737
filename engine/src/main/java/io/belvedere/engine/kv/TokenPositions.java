package io.belvedere.engine.kv;

/**
 * Where a sequence's tokens stand for the rotary embedding; a function of the token's number, for prompt and answer
 * alike.
 */
@FunctionalInterface
public interface TokenPositions {
    /** Positions {@code (axes, to - from)} of the tokens {@code [from, to)}. */
    int[][] of(int from, int to);
}
