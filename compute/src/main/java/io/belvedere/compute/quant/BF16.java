package io.belvedere.compute.quant;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/** The upper half of an IEEE single precision number. */
public final class BF16 implements BlockFormat {
    static final BF16 FORMAT = new BF16();

    private BF16() {}

    @Override
    public DType type() {
        return DType.BF16;
    }

    @Override
    public void decodeBlock(MemorySegment bytes, long offset, float[] out, int at) {
        out[at] = Float.intBitsToFloat(bytes.get(Fields.SHORT, offset) << 16);
    }

    @Override
    public void decode(MemorySegment bytes, long offset, float[] out, int at, int elements) {
        for (int i = 0; i < elements; i++) {
            out[at + i] = Float.intBitsToFloat(bytes.get(Fields.SHORT, offset + 2L * i) << 16);
        }
    }
}
