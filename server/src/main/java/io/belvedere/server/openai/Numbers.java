package io.belvedere.server.openai;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Range checks whose refusals name field, limits and actual value. Limits are inclusive; null is absent. */
final class Numbers {
    private Numbers() {}

    static OptionalDouble within(String field, @Nullable Double value, double least, double most) throws ApiException {
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!(value >= least && value <= most)) {
            throw outOfRange(field, "from " + plain(least) + " to " + plain(most), plain(value));
        }
        return OptionalDouble.of(value);
    }

    /** As {@link #within}, but zero is out of range. */
    static OptionalDouble withinAboveZero(String field, @Nullable Double value, double most) throws ApiException {
        if (value != null && !(value > 0 && value <= most)) {
            throw outOfRange(field, "above 0, to " + plain(most), plain(value));
        }
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static OptionalInt within(String field, @Nullable Long value, int least, int most) throws ApiException {
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value < least || value > most) {
            throw outOfRange(field, "from " + least + " to " + most, value.toString());
        }
        return OptionalInt.of(value.intValue());
    }

    static OptionalInt atLeast(String field, @Nullable Long value, int least) throws ApiException {
        return within(field, value, least, Integer.MAX_VALUE);
    }

    /** As {@link #atLeast}, but -1 means no limit. */
    static OptionalInt countOrAll(String field, @Nullable Long value, int least) throws ApiException {
        return value != null && value == -1 ? OptionalInt.empty() : atLeast(field, value, least);
    }

    private static ApiException outOfRange(String field, String range, String actual) {
        return new ApiException("invalid_value", field, "'%s' must be %s; given %s.".formatted(field, range, actual));
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }
}
