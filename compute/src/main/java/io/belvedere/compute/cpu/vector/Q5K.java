package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.DType;
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
            long scales = Q4K.scales(bytes, offset + Q5_K.SCALES);
            long minima = Q4K.minima(bytes, offset + Q5_K.SCALES);
            for (int group = 0; group < 8; group++) {
                float scale = d * Q4K.field(scales, group);
                float minimum = dmin * Q4K.field(minima, group);
                for (int i = 0; i < 32; i += L) {
                    weights(bytes, offset, group, i, scale, minimum).intoArray(out, at + (k + 32 * group + i) * step);
                }
            }
            offset += BYTES;
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
        return Bytes.floats(low.or(high)).mul(scale).sub(minimum);
    }

    static void dot(MemorySegment bytes, long row, long apart, int rows, int count, float[] x, int xAt, float[] sums) {
        for (int i = 0; i < rows; i++) {
            FloatVector.zero(F).intoArray(sums, i * L);
            long block = row + i * apart;
            for (int k = 0; k < count; k += 256) {
                block(bytes, block, x, xAt + k, sums, i * L);
                block += BYTES;
            }
        }
    }

    private static void block(MemorySegment bytes, long block, float[] x, int xAt, float[] sums, int at) {
        FloatVector sum = load(sums, at);
        float d = Bytes.half(bytes, block + Q5_K.D);
        float dmin = Bytes.half(bytes, block + Q5_K.DMIN);
        long scales = Q4K.scales(bytes, block + Q5_K.SCALES);
        long minima = Q4K.minima(bytes, block + Q5_K.SCALES);
        for (int group = 0; group < 8; group++) {
            float scale = d * Q4K.field(scales, group);
            float minimum = dmin * Q4K.field(minima, group);
            for (int i = 0; i < 32; i += L) {
                sum = weights(bytes, block, group, i, scale, minimum).fma(load(x, xAt + 32 * group + i), sum);
            }
        }
        sum.intoArray(sums, at);
    }
}
