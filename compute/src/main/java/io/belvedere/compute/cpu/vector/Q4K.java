package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

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
            long scales = scales(bytes, offset + Q4_K.SCALES);
            long minima = minima(bytes, offset + Q4_K.SCALES);
            for (int group = 0; group < 8; group++) {
                FloatVector scale = FloatVector.broadcast(F, d * field(scales, group));
                FloatVector minimum = FloatVector.broadcast(F, dmin * field(minima, group));
                for (int i = 0; i < 32; i += L) {
                    weights(bytes, offset, group, i, scale, minimum).intoArray(out, at + (k + 32 * group + i) * step);
                }
            }
            offset += BYTES;
        }
    }

    private static FloatVector weights(
            MemorySegment bytes, long block, int group, int i, FloatVector scale, FloatVector minimum) {
        IntVector q = Bytes.unsigned(bytes, block + Q4_K.QUANTS + 32L * (group / 2) + i)
                .lanewise(VectorOperators.LSHR, 4 * (group % 2))
                .and(15);
        return Bytes.floats(q).mul(scale).sub(minimum);
    }

    /** Byte g is the scale of group g; {@code at} is the offset of the twelve bytes, see {@link Q4_K#scale}. */
    static long scales(MemorySegment bytes, long at) {
        int first = Bytes.word(bytes, at);
        int last = Bytes.word(bytes, at + 8);
        int upper = (last & 0x0F0F0F0F) | (((first >>> 6) & 0x03030303) << 4);
        return (first & 0x3F3F3F3FL) | ((long) upper << 32);
    }

    /** As {@link #scales} for the minima. */
    static long minima(MemorySegment bytes, long at) {
        int second = Bytes.word(bytes, at + 4);
        int last = Bytes.word(bytes, at + 8);
        int upper = ((last >>> 4) & 0x0F0F0F0F) | (((second >>> 6) & 0x03030303) << 4);
        return (second & 0x3F3F3F3FL) | ((long) upper << 32);
    }

    static int field(long fields, int group) {
        return (int) (fields >>> (8 * group)) & 63;
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
        float d = Bytes.half(bytes, block + Q4_K.D);
        float dmin = Bytes.half(bytes, block + Q4_K.DMIN);
        long scales = scales(bytes, block + Q4_K.SCALES);
        long minima = minima(bytes, block + Q4_K.SCALES);
        for (int group = 0; group < 8; group++) {
            FloatVector scale = FloatVector.broadcast(F, d * field(scales, group));
            FloatVector minimum = FloatVector.broadcast(F, dmin * field(minima, group));
            for (int i = 0; i < 32; i += L) {
                sum = weights(bytes, block, group, i, scale, minimum).fma(load(x, xAt + 32 * group + i), sum);
            }
        }
        sum.intoArray(sums, at);
    }
}
