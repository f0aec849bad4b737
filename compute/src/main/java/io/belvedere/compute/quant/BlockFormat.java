package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import io.belvedere.compute.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * How elements of one {@link DType} are laid out in bytes, and their values. The quantised formats are those of the
 * GGUF format; a value is computed in F32 in the order that its formula shows, so it is bit-exact with the format's
 * reference.
 *
 * <p>Fields are little-endian and unaligned. In the formulas {@code q} is an element's stored integer, and offsets
 * count from the block's start.
 */
public sealed interface BlockFormat
        permits F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS {
    DType type();

    /** Decodes the one block at {@code offset} to {@code out[at, at + type().blockElements())}. */
    void decodeBlock(MemorySegment bytes, long offset, float[] out, int at);

    /**
     * Decodes consecutive elements, from a block's start on.
     *
     * @param offset of the first block in {@code bytes}
     * @param at index in {@code out} of the first element
     * @param elements whole blocks
     * @throws IllegalArgumentException if the elements do not fill whole blocks
     * @throws IndexOutOfBoundsException if {@code bytes} or {@code out} is too short
     */
    default void decode(MemorySegment bytes, long offset, float[] out, int at, int elements) {
        int blockElements = type().blockElements();
        int blockBytes = type().blockBytes();
        if (elements % blockElements != 0) {
            throw new IllegalArgumentException(
                    elements + " elements do not fill blocks of " + blockElements + " (" + type() + ")");
        }
        for (int done = 0; done < elements; done += blockElements) {
            decodeBlock(bytes, offset, out, at + done);
            offset += blockBytes;
        }
    }

    /** The format of a type; always the same object. */
    static BlockFormat of(DType type) {
        return switch (type) {
            case F32 -> F32.FORMAT;
            case F16 -> F16.FORMAT;
            case BF16 -> BF16.FORMAT;
            case Q8_0 -> Q8_0.FORMAT;
            case Q4_0 -> Q4_0.FORMAT;
            case Q4_1 -> Q4_1.FORMAT;
            case Q5_0 -> Q5_0.FORMAT;
            case Q5_1 -> Q5_1.FORMAT;
            case Q2_K -> Q2_K.FORMAT;
            case Q3_K -> Q3_K.FORMAT;
            case Q4_K -> Q4_K.FORMAT;
            case Q5_K -> Q5_K.FORMAT;
            case Q6_K -> Q6_K.FORMAT;
            case IQ4_NL -> IQ4_NL.FORMAT;
            case IQ4_XS -> IQ4_XS.FORMAT;
        };
    }

    /**
     * All elements of a tensor, row-major.
     *
     * @throws ArithmeticException if there are more than 2^31 - 1
     */
    static float[] decode(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.shape().elements())];
        of(tensor.type()).decode(tensor.bytes(), 0, values, 0, values.length);
        return values;
    }
}
