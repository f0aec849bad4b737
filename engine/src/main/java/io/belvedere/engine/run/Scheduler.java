package io.belvedere.engine.run;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.kv.BlockKey;
import io.belvedere.engine.kv.BlockPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what the next step computes: a token of every answer, and prompts up to a number of tokens, shared out evenly
 * among callers. Holds no tensors; gives sequences their places and blocks, and takes them from the youngest of the
 * caller who has most. Used by the engine thread alone.
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
    record Wanted(Sequence sequence, int image) {
        ImageKey key() {
            return sequence.pictures().key(image);
        }

        /** How large it is. */
        int patches() {
            return sequence.pictures().patches(image).rows();
        }
    }

    /**
     * @param wanted of each caller the picture that the oldest prompt without one waits for, by the callers' oldest
     *     prompts
     */
    record Step(List<Part> parts, List<Wanted> wanted) {
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

    /** Callers who have a sequence here, running or not. */
    int callers() {
        return (int) all().stream().map(Sequence::caller).distinct().count();
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

    /**
     * Every caller has an even share of the tokens, for its oldest prompts; what one does not need the others have.
     * While pictures are waited for, half the tokens: the pictures take the other half of the step.
     */
    private List<Wanted> addPrompts(List<Part> parts, int promptTokens) {
        Map<String, List<Sequence>> prompts = running.stream()
                .filter(sequence -> !sequence.isAnswering())
                .collect(Collectors.groupingBy(Sequence::caller, LinkedHashMap::new, Collectors.toList()));
        List<Wanted> wanted = prompts.values().stream()
                .flatMap(own -> wanted(own, promptTokens).stream())
                .toList();
        int left = wanted.isEmpty() ? promptTokens : promptTokens / 2;
        int callers = prompts.size();
        List<List<Sequence>> bySize = prompts.values().stream()
                .sorted(Comparator.comparingInt(own -> ready(own, promptTokens)))
                .toList();
        for (List<Sequence> own : bySize) {
            List<Part> taken = parts(own, Math.ceilDiv(left, callers)); // rounded up: the smallest come first
            left = Math.max(0, left - taken.stream().mapToInt(Part::tokens).sum());
            parts.addAll(taken);
            callers--;
        }
        return wanted;
    }

    /** The first picture that the next so many tokens of prompts lack. */
    private static Optional<Wanted> wanted(List<Sequence> prompts, int tokens) {
        int left = tokens;
        for (Sequence sequence : prompts) {
            int most = Math.min(left, sequence.pending());
            OptionalInt missing = sequence.missingImage(most);
            if (missing.isPresent()) {
                return Optional.of(new Wanted(sequence, missing.getAsInt()));
            }
            left -= sequence.readyTokens(most);
        }
        return Optional.empty();
    }

    private static int ready(List<Sequence> prompts, int most) {
        return parts(prompts, most).stream().mapToInt(Part::tokens).sum();
    }

    /**
     * Of prompts up to so many tokens, if any. What they begin with is taken even if it is more and can't be cut: it
     * would never get its turn else, for a step is as short as wished where answers wait for its end.
     */
    private static List<Part> parts(List<Sequence> prompts, int most) {
        List<Part> parts = new ArrayList<>();
        int left = most;
        for (Sequence sequence : prompts) {
            int ready = sequence.readyTokens(Math.min(left, sequence.pending()));
            if (ready == 0 && left > 0 && parts.isEmpty()) {
                ready = sequence.wholeTokens();
            }
            if (ready > 0) {
                parts.add(new Part(sequence, ready));
                left = Math.max(0, left - ready);
            }
        }
        return parts;
    }

    /** Whether a prompt comes in while an answer of another caller runs who has no more running. */
    boolean delaysOthers() {
        Map<String, Integer> all = runningByCaller();
        Set<String> answering = running.stream()
                .filter(Sequence::isAnswering)
                .map(Sequence::caller)
                .collect(Collectors.toSet());
        return running.stream()
                .filter(sequence -> !sequence.isAnswering())
                .map(Sequence::caller)
                .distinct()
                .anyMatch(prompting -> answering.stream()
                        .anyMatch(other -> !other.equals(prompting)
                                && all.getOrDefault(other, 0) <= all.getOrDefault(prompting, 0)));
    }

    /** How many sequences run of each caller who has any. */
    private Map<String, Integer> runningByCaller() {
        return running.stream().collect(Collectors.toMap(Sequence::caller, sequence -> 1, Integer::sum));
    }

    private void admit() {
        Optional<Sequence> next = waiting.next(this::runningOf, this::isBeingComputed);
        while (next.isPresent() && makesRoomFor(next.get())) {
            Sequence sequence = next.get();
            int[] found = pool.acquire(sequence.usableKeys(pool));
            sequence.start(found, pool.reserve(pool.blocksFor(sequence.length()) - found.length));
            waiting.take(sequence);
            insert(sequence);
            next = waiting.next(this::runningOf, this::isBeingComputed);
        }
    }

    /**
     * Whether there is a place, and blocks for the whole of a sequence's tokens and one more for each that runs. A
     * caller who has nothing running takes both from one who has several.
     */
    private boolean makesRoomFor(Sequence next) {
        List<BlockKey> keys = next.usableKeys(pool);
        int blocks = pool.blocksFor(next.length());
        boolean mayTake = runningOf(next.caller()) == 0 && couldMakeRoom(keys, blocks);
        while (running.size() >= mostRunning || !pool.canTake(keys, blocks + running.size())) {
            if (!mayTake || running.isEmpty() || runningOf(expendable().caller()) < 2) {
                return false;
            }
            preempt(expendable());
        }
        return true;
    }

    /** Whether it would be enough if each caller were left with one sequence: none is to lose its place for nothing. */
    private boolean couldMakeRoom(List<BlockKey> keys, int blocks) {
        Map<String, List<Sequence>> callers = running.stream().collect(Collectors.groupingBy(Sequence::caller));
        int freed = callers.values().stream()
                .flatMap(own -> own.stream().skip(1))
                .mapToInt(sequence -> pool.blocksFor(sequence.length()))
                .sum();
        return callers.size() < mostRunning && pool.canTake(keys, blocks + callers.size() - freed);
    }

    /** Of the callers with most running the youngest. */
    private Sequence expendable() {
        Map<String, Integer> callers = runningByCaller();
        int most = Collections.max(callers.values());
        return running.reversed().stream()
                .filter(sequence -> callers.getOrDefault(sequence.caller(), 0) == most)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Whether a sequence that runs is about to fill the first block that this one lacks: better to wait than to compute
     * it twice.
     */
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

    /**
     * A block for the next token, if need be of an expendable sequence; false if that is this one, which then waits
     * again.
     */
    private boolean roomFor(Sequence sequence) {
        while (sequence.needsBlock() && pool.available() == 0) {
            Sequence expendable = expendable();
            preempt(expendable);
            if (expendable == sequence) {
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
