package io.belvedere.engine.run;

import java.time.Duration;
import java.util.Optional;

/**
 * When a request's time is over.
 *
 * @param nanos of {@link System#nanoTime}; {@link Long#MAX_VALUE}: never
 */
public record Deadline(long nanos) {
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE);

    /** @param limit from now on; empty: none */
    public static Deadline in(Optional<Duration> limit) {
        return limit.map(time -> new Deadline(System.nanoTime() + time.toNanos()))
                .orElse(NONE);
    }

    /** Until then; not above 0 if it is over. */
    public long nanosLeft() {
        return equals(NONE) ? Long.MAX_VALUE : nanos - System.nanoTime();
    }

    public boolean isOver() {
        return nanosLeft() <= 0;
    }
}
