package io.belvedere.server.settings;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The value of every {@link Limit}. */
public record Limits(Map<Limit, Long> values) {
    /** Each limit at its default. */
    public static final Limits DEFAULTS = new Limits(Map.of());

    /** Takes the values given and the defaults of all others. */
    public Limits {
        Map<Limit, Long> complete = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            long value = values.getOrDefault(limit, limit.fallback());
            limit.requireInRange(value);
            complete.put(limit, value);
        }
        values = Map.copyOf(complete);
    }

    /** A copy with one limit changed; the value is in the limit's unit (bytes, milliseconds, or a plain count). */
    public Limits with(Limit limit, long value) {
        Map<Limit, Long> changed = new EnumMap<>(values);
        changed.put(limit, value);
        return new Limits(changed);
    }

    /** Bytes or a count. */
    public long of(Limit limit) {
        return values.getOrDefault(limit, limit.fallback());
    }

    /** As {@link #of}, for limits whose range fits an int. */
    public int intOf(Limit limit) {
        return Math.toIntExact(of(limit));
    }

    public Duration time(Limit limit) {
        if (limit.quantity() != Quantity.MILLISECONDS) {
            throw new IllegalArgumentException(limit.label() + " is not a time");
        }
        return Duration.ofMillis(of(limit));
    }

    /** The value as people write it, such as {@code 64 MiB}. */
    public String text(Limit limit) {
        return limit.quantity().format(of(limit));
    }
}
