package io.belvedere.compute.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Memory for a block of x as {@link ProductKernels} lay it out: an array or native memory, as they like. It grows to
 * the largest size asked for and stays.
 */
public final class PackedRows {
    private static final long ALIGNMENT = 64;

    private final SegmentAllocator allocator;
    private float[] floats = new float[0];
    private MemorySegment bytes = MemorySegment.NULL;

    public PackedRows() {
        this((bytes, alignment) -> Arena.ofAuto().allocate(bytes, alignment));
    }

    /** @param allocator gives native memory */
    PackedRows(SegmentAllocator allocator) {
        this.allocator = allocator;
    }

    public void reserveFloats(int count) {
        if (floats.length < count) {
            floats = new float[count];
        }
    }

    public float[] floats() {
        return floats;
    }

    public void reserveBytes(long count) {
        if (bytes.byteSize() < count) {
            bytes = allocator.allocate(count, ALIGNMENT);
        }
    }

    /** Native memory, aligned to cache lines. */
    public MemorySegment bytes() {
        return bytes;
    }
}
