package io.belvedere.compute.cpu;

/**
 * Inner loops of attention over ranges of a key head's queries, each run by one thread; shapes were checked by the
 * caller. An element of the result comes out bit for bit the same whatever the range, the batch and the thread.
 */
public interface AttentionKernels {
    /** Queries that {@link #attend} best takes at a time; a half and a quarter of them do well too. */
    int queryBlock();

    /** Attends for the queries {@code [from, to)} of a key head. */
    void attend(Attention attention, int kvHead, int from, int to, Scratch scratch);

    /** Tokens of a part: what a query sees may be cut into parts of so many, counted from token 0 on. */
    int tokenPart();

    /** Floats that a part leaves for so many queries. */
    int partFloats(int queries, int headDim);

    /** Attends for the queries {@code [from, to)} to the tokens of one part, for {@link #joinParts}. */
    void attendPart(
            Attention attention, int kvHead, int from, int to, int part, float[] result, int at, Scratch scratch);

    /**
     * Makes of all parts' results what {@link #attend} makes.
     *
     * @param at of the first part's result
     * @param step from one part's result to the next
     */
    void joinParts(
            Attention attention, int kvHead, int from, int to, float[] results, int at, int step, Scratch scratch);
}
