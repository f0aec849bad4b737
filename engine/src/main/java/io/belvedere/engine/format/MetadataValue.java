package io.belvedere.engine.format;

import java.util.List;

/** A value under a metadata key. */
sealed interface MetadataValue {
    record Whole(long value) implements MetadataValue {}

    record Real(double value) implements MetadataValue {}

    record Flag(boolean value) implements MetadataValue {}

    record Text(String value) implements MetadataValue {}

    /** A list of values, read when asked for. */
    non-sealed interface Items extends MetadataValue {
        int size();

        /** The first {@code count} values; {@code count} is at most {@link #size}. */
        List<MetadataValue> first(int count) throws FormatException;
    }

    /** What the value is, for messages. */
    default String kind() {
        return switch (this) {
            case Whole whole -> "the integer " + whole.value();
            case Real real -> "the number " + real.value();
            case Flag flag -> "the flag " + flag.value();
            case Text text -> "a text";
            case Items items -> "a list of " + items.size();
        };
    }
}
