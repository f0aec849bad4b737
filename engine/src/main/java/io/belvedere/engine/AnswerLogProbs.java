package io.belvedere.engine;

import io.belvedere.chat.TokenLogProbs;
import io.belvedere.engine.sampling.LogProbs;
import io.belvedere.engine.text.TokenTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Keeps the log-probabilities of an answer's tokens until their text is given out, so that the two never part: those of
 * a stop string stay here. For one answer and one thread.
 */
final class AnswerLogProbs {
    /** @param start characters of the answer before the token */
    private record Waiting(long start, TokenLogProbs logProbs) {}

    private final TokenTable vocabulary;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long given;

    AnswerLogProbs(TokenTable vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Takes the answer's next token; special ones have no text and are left out.
     *
     * @param heldBack characters before the token that are not given out yet
     */
    void add(int token, LogProbs logProbs, int heldBack) {
        if (vocabulary.isSpecial(token)) {
            return;
        }
        List<TokenLogProbs.Entry> top = new ArrayList<>(logProbs.topTokens().length);
        for (int i = 0; i < logProbs.topTokens().length; i++) {
            top.add(entry(logProbs.topTokens()[i], logProbs.topLogProbs()[i]));
        }
        waiting.add(new Waiting(given + heldBack, new TokenLogProbs(entry(token, logProbs.logProb()), top)));
    }

    private TokenLogProbs.Entry entry(int token, double logProb) {
        return new TokenLogProbs.Entry(vocabulary.bytes(token), logProb);
    }

    /** The tokens that begin in the next {@code characters} of the answer, which are given out now. */
    List<TokenLogProbs> release(int characters) {
        given += characters;
        List<TokenLogProbs> released = new ArrayList<>();
        for (Waiting next = waiting.peek(); next != null && next.start() < given; next = waiting.peek()) {
            released.add(next.logProbs());
            waiting.remove();
        }
        return released;
    }
}
