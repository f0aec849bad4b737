package io.belvedere.compute;

import java.lang.foreign.MemorySegment;

/**
 * A stored tensor: what a model file holds under a name, row-major.
 *
 * @param name as in the file
 * @param stored exactly {@code type.bytes(shape.elements())} bytes, owned by whoever opened the file
 */
public record Tensor(String name, DType type, Shape shape, StoredBytes stored) {
    public Tensor {
        long expected = type.bytes(shape.elements());
        if (stored.size() != expected) {
            throw new IllegalArgumentException("tensor " + name + " (" + type + " " + shape + ") takes " + expected
                    + " bytes, given " + stored.size());
        }
    }

    /** A tensor in memory alone. */
    public Tensor(String name, DType type, Shape shape, MemorySegment bytes) {
        this(name, type, shape, StoredBytes.of(bytes));
    }

    /** An F32 tensor over computed values, which are not copied. */
    public static Tensor ofFloats(String name, Shape shape, float[] values) {
        MemorySegment bytes = MemorySegment.ofArray(values);
        return new Tensor(name, DType.F32, shape, bytes);
    }

    /** What is stored, to be read where it lies. */
    public MemorySegment bytes() {
        return stored.bytes();
    }

    /** Size as stored. */
    public long byteSize() {
        return stored.size();
    }

    /**
     * The rows {@code [from, from + count)} of the first axis, sharing the bytes. A vector counts as a column: its rows
     * are its elements.
     *
     * @throws IllegalArgumentException if a row does not start at a block's start
     */
    public Tensor rows(int from, int count) {
        long perRow = shape.elements() / shape.extent(0);
        int[] extents = new int[shape.rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = axis == 0 ? count : shape.extent(axis);
        }
        StoredBytes part = stored.slice(type.bytes(from * perRow), type.bytes(count * perRow));
        return new Tensor(name + "[" + from + ":" + (from + count) + "]", type, Shape.of(extents), part);
    }
}
