package io.belvedere.compute;

import java.lang.foreign.MemorySegment;

/**
 * A stored tensor: what a model file holds under a name, row-major.
 *
 * @param name as in the file
 * @param bytes exactly {@code type.bytes(shape.elements())} bytes, read-only by agreement, owned by whoever opened the file
 */
public record Tensor(String name, DType type, Shape shape, MemorySegment bytes) {
    public Tensor {
        long expected = type.bytes(shape.elements());
        if (bytes.byteSize() != expected) {
            throw new IllegalArgumentException("tensor " + name + " (" + type + " " + shape + ") takes " + expected
                    + " bytes, given " + bytes.byteSize());
        }
    }

    /** An F32 tensor over computed values, which are not copied. */
    public static Tensor ofFloats(String name, Shape shape, float[] values) {
        MemorySegment bytes = MemorySegment.ofArray(values);
        return new Tensor(name, DType.F32, shape, bytes);
    }

    /** Size as stored. */
    public long byteSize() {
        return bytes.byteSize();
    }

    /**
     * The rows {@code [from, from + count)} of the first axis, sharing the bytes. A vector counts as a column: its rows are its elements.
     *
     * @throws IllegalArgumentException if a row does not start at a block's start
     */
    public Tensor rows(int from, int count) {
        long perRow = shape.elements() / shape.extent(0);
        int[] extents = new int[shape.rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = axis == 0 ? count : shape.extent(axis);
        }
        MemorySegment part = bytes.asSlice(type.bytes(from * perRow), type.bytes(count * perRow));
        return new Tensor(name + "[" + from + ":" + (from + count) + "]", type, Shape.of(extents), part);
    }
}
