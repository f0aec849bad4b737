package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/** IEEE half precision. */
public final class F16 implements BlockFormat {
    static final F16 FORMAT = new F16();

    private F16() {}

    @Override
    public DType type() {
        return DType.F16;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        out[at] = Fields.half(bytes, offset);
    }

    @Override
    public void decode(MemorySegment bytes, long offset, float[] out, int at, int elements) {
        for (int i = 0; i < elements; i++) {
            out[at + i] = Fields.half(bytes, offset + 2L * i);
        }
    }
}
