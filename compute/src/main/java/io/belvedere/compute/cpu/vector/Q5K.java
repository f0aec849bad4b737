package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q4_K;
import io.belvedere.compute.quant.Q5_K;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q5_K}. */
final class Q5K {
    private static final int BYTES = DType.Q5_K.blockBytes();

    private Q5K() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 256) {
            float d = Bytes.half(bytes, offset + Q5_K.D);
            float dmin = Bytes.half(bytes, offset + Q5_K.DMIN);
            for (int group = 0; group < 8; group++) {
                float scale = d * Q4_K.scale(bytes, offset + Q5_K.SCALES, group);
                float minimum = dmin * Q4_K.minimum(bytes, offset + Q5_K.SCALES, group);
                group(bytes, offset, group, scale, minimum, out, at + (k + 32 * group) * step, step);
            }
            offset += BYTES;
        }
    }

    private static void group(
            MemorySegment bytes, long block, int group, float scale, float minimum, float[] out, int at, int step) {
        for (int i = 0; i < 32; i += L) {
            weights(bytes, block, group, i, scale, minimum).intoArray(out, at + i * step);
        }
    }

    private static FloatVector weights(MemorySegment bytes, long block, int group, int i, float scale, float minimum) {
        IntVector low = Bytes.unsigned(bytes, block + Q5_K.QUANTS + 32L * (group / 2) + i)
                .lanewise(VectorOperators.LSHR, 4 * (group % 2))
                .and(15);
        IntVector high = Bytes.unsigned(bytes, block + Q5_K.HIGH_BITS + i)
                .lanewise(VectorOperators.LSHR, group)
                .and(1)
                .lanewise(VectorOperators.LSHL, 4);
        FloatVector q = Bytes.floats(low.or(high));
        return q.fma(FloatVector.broadcast(F, scale), FloatVector.broadcast(F, -minimum));
    }
}
