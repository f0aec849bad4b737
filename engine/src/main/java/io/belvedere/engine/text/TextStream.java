package io.belvedere.engine.text;

import java.util.List;

/**
 * An answer's text as its tokens arrive. What it gave out it never takes back: an incomplete UTF-8 sequence is held
 * back until it is whole or known to be broken, and the beginning of a stop string until it is known not to be one.
 *
 * <p>All that it gives out, joined, is what {@link BytePairTokenizer#decode} makes of all the tokens, cut off before
 * the first stop string to become complete (of several at once, the longest). For one answer and one thread.
 */
public final class TextStream {
    private final TokenTable vocabulary;
    private final boolean skipSpecial;
    private final List<StopString> stops;
    private final Utf8Decoder decoder = new Utf8Decoder();
    private final StringBuilder decoded = new StringBuilder();

    /** Text that no stop string has let go yet, at its end {@code heldBack} code points that may begin one. */
    private final StringBuilder pending = new StringBuilder();

    private boolean stopped;

    /**
     * Starts an empty answer.
     *
     * @param skipSpecial whether special tokens are left out of the text
     * @param stops strings that end the text and aren't part of it, none empty
     */
    public TextStream(TokenTable vocabulary, boolean skipSpecial, List<String> stops) {
        this.vocabulary = vocabulary;
        this.skipSpecial = skipSpecial;
        this.stops = stops.stream().map(StopString::new).toList();
    }

    /** Takes the answer's next token; returns the text that is now certain, often empty. After a stop, always empty. */
    public String accept(int token) {
        if (stopped || (skipSpecial && vocabulary.isSpecial(token))) {
            return "";
        }
        byte[] bytes = vocabulary.bytes(token);
        decoder.accept(bytes, 0, bytes.length, decoded);
        return release();
    }

    /** Characters that came whole and are held back, for they may belong to a stop string. */
    public int heldBack() {
        return pending.length();
    }

    /** Whether a stop string has come: the answer is over. */
    public boolean stopped() {
        return stopped;
    }

    /** Ends the answer and returns what was held back; empty after a stop. */
    public String finish() {
        if (stopped) {
            return "";
        }
        decoder.finish(decoded);
        String released = release();
        if (stopped) {
            return released;
        }
        String rest = released + pending;
        pending.setLength(0);
        return rest;
    }

    /** Moves decoded text past the stop strings and returns what they can't be part of. */
    private String release() {
        for (int i = 0; i < decoded.length() && !stopped; ) {
            int codePoint = decoded.codePointAt(i);
            i += Character.charCount(codePoint);
            pending.appendCodePoint(codePoint);
            stops.forEach(stop -> stop.accept(codePoint));
            stopped = stops.stream().anyMatch(StopString::isComplete);
        }
        decoded.setLength(0);
        int heldBack = stops.stream()
                .filter(stop -> !stopped || stop.isComplete())
                .mapToInt(StopString::matched)
                .max()
                .orElse(0);
        int end = pending.offsetByCodePoints(pending.length(), -heldBack);
        String certain = pending.substring(0, end);
        pending.delete(0, end);
        return certain;
    }
}
