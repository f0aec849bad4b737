package io.belvedere.server.settings;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a limit counts, and how people write it: {@code 64 MiB}, {@code 10 s}, {@code 16}. */
public enum Quantity {
    BYTES,
    MILLISECONDS,
    COUNT;

    private record Unit(String name, long size) {}

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,12}) ?([A-Za-z]{0,3})");

    /** Largest first; the last one is meant where none is written. */
    private List<Unit> units() {
        return switch (this) {
            case BYTES ->
                List.of(new Unit("GiB", 1 << 30), new Unit("MiB", 1 << 20), new Unit("KiB", 1 << 10), new Unit("B", 1));
            case MILLISECONDS -> List.of(new Unit("min", 60_000), new Unit("s", 1_000), new Unit("ms", 1));
            case COUNT -> List.of(new Unit("", 1));
        };
    }

    long parse(String name, String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (written.matches()) {
            String unit = written.group(2).isEmpty() ? units().getLast().name() : written.group(2);
            for (Unit known : units()) {
                if (known.name().equalsIgnoreCase(unit)) {
                    return Math.multiplyExact(Long.parseLong(written.group(1)), known.size());
                }
            }
        }
        throw new IllegalArgumentException("%s must be a whole number%s, given '%s'".formatted(name, unitHint(), text));
    }

    private String unitHint() {
        return this == COUNT ? "" : units().stream().map(Unit::name).collect(joining(", ", " with a unit (", ")"));
    }

    /** The value in the largest unit that divides it. */
    public String format(long value) {
        for (Unit unit : units()) {
            if (value != 0 && value % unit.size() == 0) {
                return (value / unit.size() + " " + unit.name()).strip();
            }
        }
        return (value + " " + units().getLast().name()).strip();
    }
}
