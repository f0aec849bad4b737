package io.belvedere.compute.cpu;

import io.belvedere.compute.KvType;
import io.belvedere.compute.quant.F16;
import io.belvedere.compute.quant.Q8_0;
import java.lang.foreign.MemorySegment;

/** Stores one head's elements in the K/V store's type. */
@FunctionalInterface
interface KvRounding {
    /**
     * @param offset of the first float
     * @param at of the first stored byte
     */
    void store(MemorySegment floats, long offset, int headDim, MemorySegment stored, long at);

    static KvRounding to(KvType type) {
        return switch (type) {
            case F32 ->
                (floats, offset, headDim, stored, at) ->
                        MemorySegment.copy(floats, offset, stored, at, (long) headDim * Float.BYTES);
            case F16 -> F16::encode;
            case Q8_0 -> Q8_0::encode;
        };
    }
}
