package io.belvedere.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Sequences that wait to run, in the order of their arrival. Those of callers with nothing running come first; then
 * those that ran before and had to make room, and those that were passed over too often, so that none starves; then the
 * caller with the fewest running sequences. Of equals the oldest is next. Engine thread.
 */
final class WaitingLine {
    /** So often may others go before the oldest. */
    private static final int MOST_PASSED = 8;

    private final List<Sequence> sequences = new ArrayList<>(); // by arrival

    void add(Sequence sequence) {
        int at = sequences.size();
        while (at > 0 && sequences.get(at - 1).arrival() > sequence.arrival()) {
            at--;
        }
        sequences.add(at, sequence);
    }

    void remove(Sequence sequence) {
        sequences.remove(sequence);
    }

    boolean isEmpty() {
        return sequences.isEmpty();
    }

    int size() {
        return sequences.size();
    }

    List<Sequence> all() {
        return List.copyOf(sequences);
    }

    /**
     * Who is next; stays in the line.
     *
     * @param running sequences of a caller that run
     * @param deferred whether it is not a sequence's time yet
     */
    Optional<Sequence> next(ToIntFunction<String> running, Predicate<Sequence> deferred) {
        Sequence best = null;
        int bestRank = Integer.MAX_VALUE;
        for (Sequence sequence : sequences) {
            int rank = rank(sequence, running.applyAsInt(sequence.caller()));
            if (rank < bestRank && !deferred.test(sequence)) { // asked last: it looks the whole prompt up
                best = sequence;
                bestRank = rank;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int rank(Sequence sequence, int running) {
        if (running == 0) {
            return 0;
        }
        return sequence.hasRun() || sequence.passedOver() >= MOST_PASSED ? 1 : 1 + running;
    }

    /** Takes the one that {@link #next} told out; those older than it were passed over. */
    void take(Sequence sequence) {
        for (Sequence older : sequences) {
            if (older == sequence) {
                break;
            }
            older.passOver();
        }
        sequences.remove(sequence);
    }
}
