package io.belvedere.server.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees that event loops live: a thread asks each for a sign every second. Where one has died, or gave none for a
 * minute, the server takes connections and answers none of them: then the process ends.
 */
final class LoopWatch implements AutoCloseable {
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final int MOST_SILENT_PERIODS = 60;

    private final LastWord lastWord;
    private final List<Pulse> pulses;
    private final Thread thread;
    private volatile boolean closed;

    LoopWatch(List<EventExecutor> loops, LastWord lastWord) {
        this.lastWord = lastWord;
        this.pulses = loops.stream().map(Pulse::new).toList();
        this.thread = Thread.ofPlatform().daemon().name("loop-watch").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    private void watch() {
        while (!closed) {
            for (int i = 0; i < pulses.size() && !closed; i++) { // no iterator: memory may be what is missing
                String fault = pulses.get(i).fault();
                if (fault != null && !closed) {
                    lastWord.end(fault);
                    return;
                }
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    /** From now on loops may end. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** What one loop is asked to run; made once, so that asking takes next to no memory. */
    private static final class Pulse implements Runnable {
        private static final String DEAD = "an event loop has died, as it does where memory has run out";
        private static final String SILENT = "an event loop has done nothing for " + MOST_SILENT_PERIODS + " s";

        private final EventExecutor loop;
        private volatile @Nullable Thread runs;
        private volatile boolean beats = true;
        private int silentPeriods;

        Pulse(EventExecutor loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            runs = Thread.currentThread();
            beats = true;
        }

        /** What is wrong with the loop. */
        @Nullable
        String fault() {
            Thread known = runs;
            if (known != null && !known.isAlive()) {
                return DEAD;
            }
            if (!beats) {
                return ++silentPeriods < MOST_SILENT_PERIODS ? null : SILENT;
            }
            silentPeriods = 0;
            try {
                beats = false;
                loop.execute(this);
            } catch (RejectedExecutionException e) {
                return DEAD;
            } catch (OutOfMemoryError e) {
                return LastWord.NO_MEMORY;
            }
            return null;
        }
    }
}
