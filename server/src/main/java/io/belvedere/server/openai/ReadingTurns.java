package io.belvedere.server.openai;

import java.util.concurrent.Semaphore;

/**
 * Who may turn bytes into a request now. A request takes several times its body's memory while it is read: so large bodies are read one after the other, small ones
 * side by side.
 */
final class ReadingTurns {
    private static final int UNIT = 1024; // bytes

    private final int units;
    private final Semaphore free;

    /** @param bytes of the bodies that are read at the same time; a larger one is read alone */
    ReadingTurns(long bytes) {
        this.units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /** Waits for the turn of a body of so many bytes. */
    void begin(int bytes) throws InterruptedException {
        free.acquire(unitsOf(bytes));
    }

    void end(int bytes) {
        free.release(unitsOf(bytes));
    }

    private int unitsOf(int bytes) {
        return Math.min(units, Math.ceilDiv(bytes, UNIT));
    }
}
