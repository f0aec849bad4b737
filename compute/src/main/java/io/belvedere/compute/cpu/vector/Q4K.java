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
            for (int group = 0; group < 8; group++) {
                float scale = d * Q4_K.scale(bytes, offset + Q4_K.SCALES, group);
                float minimum = dmin * Q4_K.minimum(bytes, offset + Q4_K.SCALES, group);
                group(
                        bytes,
                        offset + Q4_K.QUANTS + 32L * (group / 2),
                        4 * (group % 2),
                        scale,
                        minimum,
                        out,
                        at + (k + 32 * group) * step,
                        step);
            }
            offset += BYTES;
        }
    }

    private static void group(
            MemorySegment bytes, long quants, int shift, float scale, float minimum, float[] out, int at, int step) {
        FloatVector negative = FloatVector.broadcast(F, -minimum);
        for (int i = 0; i < 32; i += L) {
            IntVector pairs = Bytes.unsigned(bytes, quants + i);
            FloatVector q =
                    Bytes.floats(pairs.lanewise(VectorOperators.LSHR, shift).and(15));
            q.fma(FloatVector.broadcast(F, scale), negative).intoArray(out, at + i * step);
        }
    }
}
