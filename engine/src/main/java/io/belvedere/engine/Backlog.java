package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.engine.run.RunStats;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was taken on and has not ended, bounded in answers and in the tokens that they are likely to take. The last
 * quarter of both is kept for callers who hold few: nothing, or with what they ask for at most a sixteenth. Any thread.
 */
final class Backlog {
    /** Of an answer, before the first has ended. */
    private static final int TYPICAL_ANSWER = 256;

    /** Such a part of the room is kept for callers who hold few. */
    private static final int KEPT = 4;

    /** Such a part of the room is few. */
    private static final int FEW = 16;

    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    /** Clients wait no longer: the OpenAI SDKs take a longer time for a refusal. */
    private static final long MOST_SECONDS = 120;

    private final int mostAnswers;
    private final long mostTokens;
    private final Supplier<RunStats> stats;
    private final Map<String, Share> shares = new HashMap<>(); // of callers whose answers have not ended
    private int answers;
    private long tokens;

    /** What one caller holds. */
    private record Share(int answers, long tokens) {
        static final Share NOTHING = new Share(0, 0);

        Share plus(int moreAnswers, long moreTokens) {
            return new Share(answers + moreAnswers, tokens + moreTokens);
        }
    }

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
     * @param caller on whose behalf
     * @param asked answers, from 1
     * @param answerLimit most tokens of each
     * @return to be run once for each answer, at its end
     * @throws ChatException if there is no room, with what is full and when to try again
     */
    Runnable enter(String caller, int asked, int promptTokens, int answerLimit) throws ChatException {
        if (asked > mostAnswers) {
            throw new ChatException(new ChatFailure.Invalid(
                    "'n' must be at most %d here, the number of answers that the server takes on; given %d."
                            .formatted(mostAnswers, asked),
                    "n"));
        }
        RunStats done = stats.get();
        int answer = Math.min(done.answerLength().orElse(TYPICAL_ANSWER), answerLimit);
        long each = (long) Math.ceilDiv(promptTokens, asked) + answer; // the prompt is computed once
        take(caller, asked, each, done.tokensPerSecond());
        return () -> give(caller, each);
    }

    /** @throws ChatException if not even the smallest request of a caller would get a place now */
    void requireRoom(String caller) throws ChatException {
        check(caller, 1, 1, stats.get().tokensPerSecond());
    }

    private synchronized void take(String caller, int asked, long each, double rate) throws ChatException {
        check(caller, asked, asked * each, rate);
        add(caller, asked, asked * each);
    }

    private synchronized void check(String caller, int asked, long more, double rate) throws ChatException {
        Share before = shares.getOrDefault(caller, Share.NOTHING);
        Share after = before.plus(asked, more);
        boolean holdsFew =
                before.answers() == 0 || (after.answers() <= mostAnswers / FEW && after.tokens() <= mostTokens / FEW);
        int answerRoom = holdsFew ? mostAnswers : Math.max(1, mostAnswers - mostAnswers / KEPT);
        long tokenRoom = holdsFew ? mostTokens : mostTokens - mostTokens / KEPT;
        if (answers > 0 && answers + asked > answerRoom) {
            String fact = answers + asked > mostAnswers
                    ? String.format(Locale.ROOT, "All %,d places for answers are taken.", mostAnswers)
                    : String.format(
                            Locale.ROOT,
                            "%,d of %,d places for answers are taken; the others are kept for callers who hold few.",
                            answers,
                            mostAnswers);
            throw overloaded(fact, tokens / answers * (answers + asked - answerRoom), rate);
        }
        if (answers > 0 && tokens + more > tokenRoom) {
            String fact = String.format(
                    Locale.ROOT,
                    "The requests taken on come to %,d tokens, and this one to %,d; at most %,d are taken on at a time%s.",
                    tokens,
                    more,
                    tokenRoom,
                    holdsFew ? "" : ", and some more for callers who hold few");
            throw overloaded(fact, tokens + more - tokenRoom, rate);
        }
    }

    private void add(String caller, int moreAnswers, long moreTokens) {
        answers += moreAnswers;
        tokens += moreTokens;
        Share after = shares.getOrDefault(caller, Share.NOTHING).plus(moreAnswers, moreTokens);
        if (after.answers() == 0) {
            shares.remove(caller);
        } else {
            shares.put(caller, after);
        }
    }

    private static ChatException overloaded(String fact, long ahead, double rate) {
        Duration wait =
                rate > 0 ? Duration.ofSeconds(Math.clamp((long) Math.ceil(ahead / rate), 1, MOST_SECONDS)) : UNKNOWN;
        return new ChatException(new ChatFailure.Overloaded(fact, wait));
    }

    private synchronized void give(String caller, long each) {
        add(caller, -1, -each);
    }

    /** Predicted tokens of all that was taken on, done ones included. */
    synchronized long tokens() {
        return tokens;
    }
}
