package io.belvedere.engine.text;

/** What a model's tokens stand for, whatever made them of text. Immutable; safe for all threads. */
public interface TokenTable {
    /** The largest id plus 1. Ids below it may be unused. */
    int size();

    /** The bytes that a token stands for, a copy; empty for an unused id or one outside the table. */
    byte[] bytes(int id);

    /** Whether the token controls the model and has no place in an answer's text. */
    boolean isSpecial(int id);

    /** Bytes of the longest token. */
    int longestToken();
}
