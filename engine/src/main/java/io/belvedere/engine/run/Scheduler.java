package io.belvedere.engine.run;

import io.belvedere.engine.kv.BlockKey;
import io.belvedere.engine.kv.BlockPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what the next step computes: a token of every answer, and prompts up to a number of tokens, oldest first. Holds no tensors; gives sequences
 * their blocks, and takes them from the youngest where an older one has none. Used by the engine thread alone.
 */
final class Scheduler {
    private final BlockPool pool;
    private final int mostRunning;
    private final WaitingLine waiting = new WaitingLine();
    private final List<Sequence> running = new ArrayList<>(); // by arrival
    private long arrivals;
    private long preemptions;

    /** @param mostRunning sequences that have blocks at a time, at least 1 */
    Scheduler(BlockPool pool, int mostRunning) {
        this.pool = pool;
        this.mostRunning = mostRunning;
    }

    /** The next {@code tokens} pending tokens of {@code sequence}. */
    record Part(Sequence sequence, int tokens) {}

    /** A picture that a sequence needs before it can go on. */
    record Wanted(Sequence sequence, int image) {}

    /** @param wanted the picture that the oldest of the prompts without one waits for */
    record Step(List<Part> parts, Optional<Wanted> wanted) {
        /** Whether it takes more in than the last token of each answer. */
        boolean takesPrompts() {
            return parts.stream().anyMatch(part -> !part.sequence().isAnswering());
        }
    }

    void add(Sequence sequence) {
        sequence.arrive(arrivals++);
        waiting.add(sequence);
    }

    boolean isIdle() {
        return running.isEmpty() && waiting.isEmpty();
    }

    /** Sequences whose next step gives a token. */
    int answering() {
        return (int) running.stream().filter(Sequence::isAnswering).count();
    }

    /** @param promptTokens of all prompts together, at most */
    Step next(int promptTokens) {
        admit();
        List<Part> parts = new ArrayList<>();
        for (Sequence sequence : List.copyOf(running)) {
            if (sequence.isRunning() && sequence.isAnswering() && roomFor(sequence)) {
                parts.add(new Part(sequence, 1));
            }
        }
        return new Step(parts, addPrompts(parts, promptTokens));
    }

    /** Prompts behind one that waits for a picture go on, at half the pace: the picture takes the other half of the step. */
    private Optional<Wanted> addPrompts(List<Part> parts, int promptTokens) {
        Wanted wanted = null;
        int left = promptTokens;
        for (Sequence sequence : running) {
            if (sequence.isAnswering() || left == 0) {
                continue;
            }
            int most = Math.min(left, sequence.pending());
            int ready = sequence.readyTokens(most);
            if (ready > 0) {
                parts.add(new Part(sequence, ready));
                left -= ready;
            }
            if (ready < most && wanted == null) {
                wanted = new Wanted(sequence, sequence.missingImage(most));
                left /= 2;
            }
        }
        return Optional.ofNullable(wanted);
    }

    /** Lets in who waits, as far as there are places and blocks for the whole of their tokens, and one more for each that runs. */
    private void admit() {
        while (running.size() < mostRunning) {
            Sequence next = waiting.next(this::runningOf, this::isBeingComputed).orElse(null);
            if (next == null) {
                return;
            }
            List<BlockKey> keys = next.prefixKeys();
            int blocks = pool.blocksFor(next.length());
            if (!pool.canTake(keys, blocks + running.size())) {
                return;
            }
            int[] found = pool.acquire(keys);
            next.start(found, pool.reserve(blocks - found.length));
            waiting.take(next);
            insert(next);
        }
    }

    /** Whether a sequence that runs is about to fill the first block that this one lacks: better to wait than to compute it twice. */
    private boolean isBeingComputed(Sequence sequence) {
        List<BlockKey> keys = sequence.prefixKeys();
        int found = pool.found(keys);
        return found < keys.size() && running.stream().anyMatch(other -> other.willFill(found, keys.get(found)));
    }

    private int runningOf(String caller) {
        return (int) running.stream()
                .filter(sequence -> sequence.caller().equals(caller))
                .count();
    }

    private void insert(Sequence sequence) {
        int at = running.size();
        while (at > 0 && running.get(at - 1).arrival() > sequence.arrival()) {
            at--;
        }
        running.add(at, sequence);
    }

    /** A block for the next token, if need be of the youngest sequence; false if that is this one, which then waits again. */
    private boolean roomFor(Sequence sequence) {
        while (sequence.needsBlock() && pool.available() == 0) {
            Sequence youngest = running.getLast();
            preempt(youngest);
            if (youngest == sequence) {
                return false;
            }
        }
        if (sequence.needsBlock()) {
            sequence.grow(pool.reserve(1));
        }
        return true;
    }

    /** Takes a sequence's blocks; what they held is computed again later. */
    private void preempt(Sequence sequence) {
        running.remove(sequence);
        pool.release(sequence.leave());
        waiting.add(sequence);
        preemptions++;
    }

    /** Forgets a sequence, wherever it stands, and takes its blocks back. */
    void end(Sequence sequence) {
        if (running.remove(sequence)) {
            pool.release(sequence.leave());
        } else {
            waiting.remove(sequence);
        }
    }

    /** Every sequence that waits or runs. */
    List<Sequence> all() {
        List<Sequence> all = new ArrayList<>(waiting.all());
        all.addAll(running);
        return all;
    }

    int waiting() {
        return waiting.size();
    }

    int running() {
        return running.size();
    }

    long preemptions() {
        return preemptions;
    }
}
