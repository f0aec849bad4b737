package io.belvedere.engine;

import io.belvedere.chat.Deadline;
import io.belvedere.turns.FairRoom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Memory for pixels, shared by all requests: whoever finds it full waits, and callers take turns. Beside it is a
 * reserve of an eighth for small needs of callers who hold nothing. Any thread.
 */
final class MemoryBudget {
    private static final int RESERVE_PART = 8;

    private final FairRoom room;

    /** @param bytes at least 0; a request alone is let in even if it takes more */
    MemoryBudget(long bytes) {
        this.room = new FairRoom("There is no memory", Integer.MAX_VALUE, Math.max(1, bytes), bytes / RESERVE_PART);
    }

    /**
     * Waits for room for all that a request needs: one that held some while it waited for more could wait for ever.
     *
     * @return gives it back; only the first run counts
     * @throws OverdueException if there is none before the deadline
     */
    Runnable take(String caller, long bytes, Deadline deadline) throws InterruptedException, OverdueException {
        if (bytes <= 0) {
            return () -> {};
        }
        return room.take(caller, 1, bytes, deadline.left()).orElseThrow(OverdueException::new)::close;
    }

    /**
     * For each of several holders what it runs when it needs the memory no more: the last one's runs {@code giveBack}.
     */
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
