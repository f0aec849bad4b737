package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q6_K;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q6_K}. */
final class Q6K {
    private static final int BYTES = DType.Q6_K.blockBytes();

    private Q6K() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 256) {
            float d = Bytes.half(bytes, offset + Q6_K.D);
            for (int group = 0; group < 16; group++) {
                float scale = d * bytes.get(ValueLayout.JAVA_BYTE, offset + Q6_K.SCALES + group);
                group(bytes, offset, group, scale, out, at + (k + 16 * group) * step, step);
            }
            offset += BYTES;
        }
    }

    private static void group(MemorySegment bytes, long block, int group, float scale, float[] out, int at, int step) {
        for (int i = 0; i < 16; i += L) {
            weights(bytes, block, group, i, scale).intoArray(out, at + i * step);
        }
    }

    private static FloatVector weights(MemorySegment bytes, long block, int group, int i, float scale) {
        int quarter = group / 2 % 4;
        long lows = block + Q6_K.LOW_BITS + 64L * (group / 8) + 32L * (quarter % 2) + 16L * (group % 2);
        long highs = block + Q6_K.HIGH_BITS + 32L * (group / 8) + 16L * (group % 2);
        IntVector low = Bytes.unsigned(bytes, lows + i)
                .lanewise(VectorOperators.LSHR, 4 * (quarter / 2))
                .and(15);
        IntVector high = Bytes.unsigned(bytes, highs + i)
                .lanewise(VectorOperators.LSHR, 2 * quarter)
                .and(3)
                .lanewise(VectorOperators.LSHL, 4);
        return Bytes.floats(low.or(high).sub(32)).mul(scale);
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
        float d = Bytes.half(bytes, block + Q6_K.D);
        for (int group = 0; group < 16; group++) {
            float scale = d * bytes.get(ValueLayout.JAVA_BYTE, block + Q6_K.SCALES + group);
            for (int i = 0; i < 16; i += L) {
                sum = weights(bytes, block, group, i, scale).fma(load(x, xAt + 16 * group + i), sum);
            }
        }
        sum.intoArray(sums, at);
    }
}
