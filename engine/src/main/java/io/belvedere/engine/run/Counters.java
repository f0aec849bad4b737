package io.belvedere.engine.run;

import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.kv.PrefixHits;

/** Counts of the loop; engine thread. */
final class Counters {
    private long steps;
    private long stepNanos;
    private long promptTokens;
    private long answerTokens;
    private long answers;
    private long pictures;
    private long encodeNanos;

    void step(long nanos) {
        steps++;
        stepNanos += nanos;
    }

    void prompt(int tokens) {
        promptTokens += tokens;
    }

    void chosen() {
        answerTokens++;
    }

    void ended() {
        answers++;
    }

    void encoding(long nanos) {
        encodeNanos += nanos;
    }

    void encoded() {
        pictures++;
    }

    RunStats snapshot(Scheduler scheduler, BlockPool pool, int blockTokens) {
        PrefixHits hits = pool.hits();
        return new RunStats(
                scheduler.waiting(),
                scheduler.running(),
                pool.freeBlocks() + pool.usedBlocks() + pool.cachedBlocks(),
                pool.freeBlocks(),
                pool.usedBlocks(),
                pool.cachedBlocks(),
                hits.asked() * blockTokens,
                hits.found() * blockTokens,
                steps,
                stepNanos,
                promptTokens,
                answerTokens,
                answers,
                pictures,
                encodeNanos,
                scheduler.preemptions());
    }
}
