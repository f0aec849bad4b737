package io.belvedere.compute.cpu.vector;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;

/** Turns stored elements into floats, bit for bit as their {@link BlockFormat} does. */
@FunctionalInterface
interface Unpack {
    /**
     * @param offset of the first element's block
     * @param count whole blocks of elements
     */
    void unpack(MemorySegment bytes, long offset, int count, float[] out, int at);

    /** The fastest that there is for a type. */
    static Unpack of(DType type) {
        return switch (type) {
            case F32 -> PlainFloats::unpackF32;
            case F16 -> PlainFloats::unpackF16;
            case BF16 -> PlainFloats::unpackBF16;
            default -> {
                BlockFormat format = BlockFormat.of(type);
                yield (bytes, offset, count, out, at) -> format.decode(bytes, offset, out, at, count);
            }
        };
    }
}
