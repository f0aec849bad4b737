package io.belvedere.compute.cpu;

import java.util.EnumMap;
import java.util.Map;

/** One thread's arrays for intermediate values. They grow to the largest size asked for and stay; their content is unspecified. */
public final class Scratch {
    /** What an array is for: arrays of different uses are in use at the same time. */
    public enum Use {
        WEIGHTS,
        QUERIES,
        KEYS,
        VALUES,
        SCORES,
        SUMS,
        ROW,
        MIXED,
        JOINED
    }

    private final Map<Use, float[]> floats = new EnumMap<>(Use.class);

    /** An array of at least {@code size} elements. */
    public float[] floats(Use use, int size) {
        float[] held = floats.get(use);
        if (held == null || held.length < size) {
            held = new float[size];
            floats.put(use, held);
        }
        return held;
    }
}
