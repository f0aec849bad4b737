package io.belvedere.server.cli;

/** The moments of one question. Times are seconds. */
final class Stopwatch {
    private final long begunNanos = System.nanoTime();
    private long loadedNanos = begunNanos;
    private long firstTextNanos;
    private long endedNanos;

    void loaded() {
        loadedNanos = System.nanoTime();
    }

    /** Counts the first time only. */
    void text() {
        if (firstTextNanos == 0) {
            firstTextNanos = System.nanoTime();
        }
    }

    void ended() {
        endedNanos = System.nanoTime();
        text();
    }

    double load() {
        return seconds(begunNanos, loadedNanos);
    }

    double toFirstText() {
        return seconds(loadedNanos, firstTextNanos);
    }

    double sinceFirstText() {
        return seconds(firstTextNanos, endedNanos);
    }

    double total() {
        return seconds(begunNanos, endedNanos);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
