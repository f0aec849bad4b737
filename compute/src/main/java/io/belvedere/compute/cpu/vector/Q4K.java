package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q4_K;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q4_K}. */
final class Q4K {
    private static final int BYTES = DType.Q4_K.blockBytes();

    private Q4K() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 256) {
            float d = Bytes.half(bytes, offset + Q4_K.D);
            float dmin = Bytes.half(bytes, offset + Q4_K.DMIN);
            for (int group = 0; group < 8; group += 2) {
                long quants = offset + Q4_K.QUANTS + 16L * group;
                int pairAt = at + (k + 32 * group) * step;
                unpackGroup(bytes, offset, group, quants, false, d, dmin, out, pairAt, step);
                unpackGroup(bytes, offset, group + 1, quants, true, d, dmin, out, pairAt + 32 * step, step);
            }
            offset += BYTES;
        }
    }

    private static void unpackGroup(
            MemorySegment bytes,
            long block,
            int group,
            long quants,
            boolean high,
            float d,
            float dmin,
            float[] out,
            int at,
            int step) {
        FloatVector scale = FloatVector.broadcast(F, d * Q4_K.scale(bytes, block + Q4_K.SCALES, group));
        FloatVector minimum = FloatVector.broadcast(F, dmin * Q4_K.minimum(bytes, block + Q4_K.SCALES, group));
        for (int i = 0; i < 32; i += L) {
            IntVector pairs = Bytes.unsigned(bytes, quants + i);
            IntVector q = high ? pairs.lanewise(VectorOperators.LSHR, 4) : pairs.and(15);
            Bytes.floats(q).mul(scale).sub(minimum).intoArray(out, at + i * step);
        }
    }
}
