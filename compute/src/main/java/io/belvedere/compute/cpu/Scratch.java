package io.belvedere.compute.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.EnumMap;
import java.util.Map;

/**
 * One thread's pieces of memory for intermediate values. They grow to the largest size asked for and stay; their
 * content is unspecified.
 */
public final class Scratch {
    private static final long CACHE_LINE = 64;

    /** What memory is for: pieces of different uses are in use at the same time. */
    public enum Use {
        WEIGHTS,
        QUERIES,
        KEYS,
        VALUES,
        SCORES,
        SUMS,
        ROW,
        MIXED,
        JOINED,
        STORED,
        ROUNDED,
        PADDED
    }

    private final Map<Use, float[]> floats = new EnumMap<>(Use.class);
    private final Map<Use, MemorySegment> bytes = new EnumMap<>(Use.class);
    private final SegmentAllocator allocator;

    public Scratch() {
        this((bytes, alignment) -> Arena.ofAuto().allocate(bytes, alignment));
    }

    /** @param allocator gives native memory */
    Scratch(SegmentAllocator allocator) {
        this.allocator = allocator;
    }

    /** An array of at least {@code size} elements. */
    public float[] floats(Use use, int size) {
        float[] held = floats.get(use);
        if (held == null || held.length < size) {
            held = new float[size];
            floats.put(use, held);
        }
        return held;
    }

    /** Native memory of at least {@code size} bytes, at the start of a cache line. */
    public MemorySegment bytes(Use use, long size) {
        MemorySegment held = bytes.get(use);
        if (held == null || held.byteSize() < size) {
            held = allocator.allocate(size, CACHE_LINE);
            bytes.put(use, held);
        }
        return held;
    }
}
