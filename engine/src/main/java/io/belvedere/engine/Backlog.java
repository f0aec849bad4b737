package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.engine.run.RunStats;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** What was taken on and has not ended, bounded in answers and in the tokens that they are likely to take. Any thread. */
final class Backlog {
    /** Of an answer, before the first has ended. */
    private static final int TYPICAL_ANSWER = 256;

    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    /** Clients wait no longer: the OpenAI SDKs take a longer time for a refusal. */
    private static final long MOST_SECONDS = 120;

    private final int mostAnswers;
    private final long mostTokens;
    private final Supplier<RunStats> stats;
    private int answers;
    private long tokens;

    /**
     * @param mostAnswers at least 1
     * @param mostTokens at least 1; whoever comes while nothing is going on may take more
     * @param stats of the loop that does the work: what it has done tells what is to come
     */
    Backlog(int mostAnswers, long mostTokens, Supplier<RunStats> stats) {
        this.mostAnswers = mostAnswers;
        this.mostTokens = mostTokens;
        this.stats = stats;
    }

    /**
     * Takes a place for a request, before anything is spent on it.
     *
     * @param asked answers, from 1
     * @param answerLimit most tokens of each
     * @return to be run once for each answer, at its end
     * @throws ChatException if there is no room, with what is full and when to try again
     */
    Runnable enter(int asked, int promptTokens, int answerLimit) throws ChatException {
        if (asked > mostAnswers) {
            throw new ChatException(new ChatFailure.Invalid(
                    "'n' must be at most %d here, the number of answers that the server takes on; given %d."
                            .formatted(mostAnswers, asked),
                    "n"));
        }
        RunStats done = stats.get();
        int answer = Math.min(done.answerLength().orElse(TYPICAL_ANSWER), answerLimit);
        long each = (long) Math.ceilDiv(promptTokens, asked) + answer; // the prompt is computed once
        take(asked, each, done.tokensPerSecond());
        return () -> give(each);
    }

    /** @throws ChatException if not even the smallest request would get a place now */
    void requireRoom() throws ChatException {
        check(1, 1, stats.get().tokensPerSecond());
    }

    private synchronized void take(int asked, long each, double rate) throws ChatException {
        check(asked, asked * each, rate);
        answers += asked;
        tokens += asked * each;
    }

    private synchronized void check(int asked, long more, double rate) throws ChatException {
        if (answers + asked > mostAnswers) {
            long ahead = tokens / answers * (answers + asked - mostAnswers);
            throw overloaded("All %,d places for answers are taken.".formatted(mostAnswers), ahead, rate);
        }
        if (answers > 0 && tokens + more > mostTokens) {
            String fact = String.format(
                    Locale.ROOT,
                    "The requests taken on come to %,d tokens, and this one to %,d; at most %,d are taken on at a time.",
                    tokens,
                    more,
                    mostTokens);
            throw overloaded(fact, tokens + more - mostTokens, rate);
        }
    }

    private static ChatException overloaded(String fact, long ahead, double rate) {
        Duration wait =
                rate > 0 ? Duration.ofSeconds(Math.clamp((long) Math.ceil(ahead / rate), 1, MOST_SECONDS)) : UNKNOWN;
        return new ChatException(new ChatFailure.Overloaded(fact, wait));
    }

    private synchronized void give(long each) {
        answers--;
        tokens -= each;
    }

    /** Predicted tokens of all that was taken on, done ones included. */
    synchronized long tokens() {
        return tokens;
    }
}
