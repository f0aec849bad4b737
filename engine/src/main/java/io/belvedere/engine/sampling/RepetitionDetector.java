package io.belvedere.engine.sampling;

/**
 * Tells when an answer is caught in a loop: its last tokens are one pattern of up to {@value #MAX_PERIOD} tokens over
 * and over. It looks at nothing but which tokens are equal, so what it allows is what a page can hold, for reading a
 * page is what repeats most with good reason:
 *
 * <ul>
 *   <li>A page has fewer than {@value #LINES} lines. Equal short lines (a blank table's rows, a sentence as punishment)
 *     may be so many.
 *   <li>{@value #LONG} tokens of longer lines fill a page, but stickers and grids have more: {@value #STICKERS} equal
 *     stickers, or rows of a grid as wide as it is high, are allowed whatever their length.
 *   <li>A row of digits or a rule can be longer than it has lines: {@value #SHORT} tokens in any case. Tokens for eight
 *     and more spaces, dashes or letters make most of them much shorter.
 * </ul>
 *
 * A loop of p tokens is therefore known after 384 tokens for p up to 6, after 64 rounds for p up to 16, and after 1,024
 * tokens or 33 rounds, whichever is later, beyond. For one answer; a token costs {@value #MAX_PERIOD} comparisons.
 */
public final class RepetitionDetector {
    static final int MAX_PERIOD = 64;
    private static final int LINES = 64;
    private static final int STICKERS = 32;
    private static final int SHORT = 384;
    private static final int LONG = 1024;

    /** The last tokens: number i at i % MAX_PERIOD. */
    private final int[] recent = new int[MAX_PERIOD];

    /** How many tokens up to the last one equal that {@code period} before them, by period. */
    private final int[] matched = new int[MAX_PERIOD + 1];

    private int length;

    /** Takes the answer's next token; returns whether the answer is caught in a loop now. */
    public boolean accept(int token) {
        boolean caught = false;
        int explained = 0; // by a shorter pattern, of which a longer one is but several rounds
        for (int period = 1; period <= Math.min(length, MAX_PERIOD); period++) {
            if (recent[(length - period) % MAX_PERIOD] != token) {
                matched[period] = 0;
                continue;
            }
            int tail = ++matched[period] + period;
            if (tail > explained) {
                caught |= tail >= enough(period);
                explained = tail;
            }
        }
        recent[length++ % MAX_PERIOD] = token;
        return caught;
    }

    /** Tokens of a tail with this period that are a loop. */
    static int enough(int period) {
        int lines = Math.max(SHORT, Math.min(LINES * period, LONG));
        return Math.max(lines, STICKERS * period + 1);
    }
}
