package io.belvedere.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * How probable a token of the answer was, and what was most probable in its place: by the model's own logits, before
 * bias, penalties, temperature and cuts.
 *
 * @param top most probable first, as many as were asked for; need not hold the chosen one
 */
public record TokenLogProbs(Entry chosen, List<Entry> top) {
    /**
     * A token and its log-probability.
     *
     * @param bytes UTF-8, which may begin or end inside a character; not to be changed
     * @param logProb natural logarithm, at most 0
     */
    public record Entry(byte[] bytes, double logProb) {
        /** The bytes as text; U+FFFD for what is no whole character. */
        public String text() {
            return new String(bytes, UTF_8);
        }
    }

    public TokenLogProbs {
        top = List.copyOf(top);
    }
}
