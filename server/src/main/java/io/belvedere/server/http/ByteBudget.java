package io.belvedere.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes, or what else is counted, that several requests share. */
final class ByteBudget {
    private final long total;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(long total) {
        this.total = total;
    }

    /** Takes the bytes, or none of them. */
    boolean tryTake(long bytes) {
        long after = taken.addAndGet(bytes);
        if (after > total) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
