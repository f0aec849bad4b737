package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q3_K;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q3_K}. */
final class Q3K {
    private static final int BYTES = DType.Q3_K.blockBytes();

    private Q3K() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 256) {
            float d = Bytes.half(bytes, offset + Q3_K.D);
            for (int group = 0; group < 16; group++) {
                float scale = d * Q3_K.scale(bytes, offset, group);
                group(bytes, offset, group, scale, out, at + (k + 16 * group) * step, step);
            }
            offset += BYTES;
        }
    }

    private static void group(MemorySegment bytes, long block, int group, float scale, float[] out, int at, int step) {
        long quants = block + Q3_K.QUANTS + 32L * (group / 8) + 16L * (group % 2);
        long highs = block + Q3_K.HIGH_BITS + 16L * (group % 2);
        for (int i = 0; i < 16; i += L) {
            IntVector low = Bytes.unsigned(bytes, quants + i)
                    .lanewise(VectorOperators.LSHR, 2 * (group / 2 % 4))
                    .and(3);
            IntVector high = Bytes.unsigned(bytes, highs + i)
                    .lanewise(VectorOperators.LSHR, group / 2)
                    .and(1)
                    .lanewise(VectorOperators.LSHL, 2);
            Bytes.floats(low.or(high).sub(4)).mul(scale).intoArray(out, at + i * step);
        }
    }
}
