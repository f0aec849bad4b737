package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/** IEEE single precision. */
public final class F32 implements BlockFormat {
    static final F32 FORMAT = new F32();

    private F32() {}

    @Override
    public DType type() {
        return DType.F32;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        out[at] = bytes.get(Fields.FLOAT, offset);
    }

    @Override
    public void decode(MemorySegment bytes, long offset, float[] out, int at, int elements) {
        MemorySegment.copy(bytes, Fields.FLOAT, offset, out, at, elements);
    }
}
