package io.belvedere.engine.run;

import io.belvedere.engine.kv.BlockPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the next step computes: the oldest sequence, in slices of its prompt and then token by token, until it ends. Holds no tensors.
 * Used by the engine thread alone.
 */
final class Scheduler {
    private final BlockPool pool;
    private final int sliceTokens;
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
    private @Nullable Sequence running;

    /** @param sliceTokens most prompt tokens of one step */
    Scheduler(BlockPool pool, int sliceTokens) {
        this.pool = pool;
        this.sliceTokens = sliceTokens;
    }

    /** The next {@code tokens} pending tokens of {@code sequence}. */
    record Step(Sequence sequence, int tokens) {}

    void add(Sequence sequence) {
        waiting.add(sequence);
    }

    boolean isIdle() {
        return running == null && waiting.isEmpty();
    }

    /** The next step; empty if there is nothing to do. Starts the oldest waiting sequence if none runs, and reserves its blocks. */
    Optional<Step> next() {
        if (running == null) {
            Sequence oldest = waiting.peek();
            if (oldest == null || pool.blocksFor(oldest.tokenLimit()) > pool.available()) {
                return Optional.empty();
            }
            oldest.own(pool.reserve(pool.blocksFor(oldest.tokenLimit())));
            running = waiting.poll();
        }
        Sequence sequence = running;
        return sequence == null
                ? Optional.empty()
                : Optional.of(new Step(sequence, Math.min(sequence.pending(), sliceTokens)));
    }

    /** Forgets a sequence, wherever it stands, and takes its blocks back. */
    void end(Sequence sequence) {
        if (sequence == running) {
            pool.release(sequence.blocks());
            running = null;
        } else {
            waiting.remove(sequence);
        }
    }

    /** Every sequence that waits or runs. */
    List<Sequence> all() {
        List<Sequence> all = new ArrayList<>(waiting);
        if (running != null) {
            all.add(running);
        }
        return all;
    }
}
