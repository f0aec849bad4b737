package io.belvedere.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Memory for decoded pictures that wait for the vision encoder, over all requests: whoever finds it full waits. Any thread. */
final class PatchBudget {
    private static final int UNIT = 1024; // bytes

    private final int units;
    private final Semaphore free;

    /** @param bytes at least 0; a request alone is let in even if it takes more */
    PatchBudget(long bytes) {
        this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /**
     * Waits for room for all pictures of a request: one that held some while it waited for more could wait for ever.
     *
     * @return gives it back; only the first run counts
     */
    Runnable take(long bytes) throws InterruptedException {
        int taken = Math.clamp(Math.ceilDiv(bytes, UNIT), 0, units);
        free.acquire(taken);
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                free.release(taken);
            }
        };
    }
}
