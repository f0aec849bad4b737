package io.belvedere.server.media;

import java.time.Duration;

/** When one picture must be here. */
record Deadline(long atNanos, Duration total) {
    static Deadline in(Duration total) {
        return new Deadline(System.nanoTime() + total.toNanos(), total);
    }

    /** At least 0. */
    long millisLeft() {
        return Math.max(0, (atNanos - System.nanoTime()) / 1_000_000);
    }

    FetchException passed() {
        return FetchException.failed("it took longer than " + total.toMillis() + " ms");
    }
}
