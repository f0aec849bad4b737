package io.belvedere.chat;

import java.time.Duration;

/**
 * When a request's time is over. Made once, where the request is read: whoever comes later finds less of it left.
 *
 * @param nanos of {@link System#nanoTime}; {@link Long#MAX_VALUE}: never
 */
public record Deadline(long nanos) {
    private static final Deadline NONE = new Deadline(Long.MAX_VALUE);

    /** All the time it takes. */
    public static Deadline none() {
        return NONE;
    }

    /** @param time from now on, at most 292 years */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** At least 0; 292 years if there is no end. */
    public Duration left() {
        return Duration.ofNanos(equals(NONE) ? Long.MAX_VALUE : Math.max(0, nanos - System.nanoTime()));
    }

    /** What is left, or {@code most} where that is less. */
    public Duration left(Duration most) {
        Duration left = left();
        return left.compareTo(most) < 0 ? left : most;
    }

    public boolean isOver() {
        return !equals(NONE) && nanos - System.nanoTime() <= 0;
    }
}
