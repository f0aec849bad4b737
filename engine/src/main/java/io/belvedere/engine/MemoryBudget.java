package io.belvedere.engine;

import io.belvedere.engine.run.Deadline;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Memory for pixels, shared by all requests: whoever finds it full waits. Any thread. */
final class MemoryBudget {
    private static final int UNIT = 1024; // bytes

    private final int units;
    private final Semaphore free;

    /** @param bytes at least 0; a request alone is let in even if it takes more */
    MemoryBudget(long bytes) {
        this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /**
     * Waits for room for all that a request needs: one that held some while it waited for more could wait for ever.
     *
     * @return gives it back; only the first run counts
     * @throws OverdueException if there is none before the deadline
     */
    Runnable take(long bytes, Deadline deadline) throws InterruptedException, OverdueException {
        int taken = Math.clamp(Math.ceilDiv(bytes, UNIT), 0, units);
        if (taken == 0) {
            return () -> {}; // a fair semaphore has those wait in line too
        }
        if (!free.tryAcquire(taken, deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new OverdueException();
        }
        return once(() -> free.release(taken));
    }

    /** For each of several holders what it runs when it needs the memory no more: the last one's runs {@code giveBack}. */
    static List<Runnable> shared(Runnable giveBack, int holders) {
        AtomicInteger left = new AtomicInteger(holders);
        Runnable leave = () -> {
            if (left.decrementAndGet() == 0) {
                giveBack.run();
            }
        };
        return Stream.generate(() -> once(leave)).limit(holders).toList();
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }
}
