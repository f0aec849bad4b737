package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q4_0;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q4_0}. */
final class Q4 {
    private static final int BYTES = DType.Q4_0.blockBytes();

    private Q4() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 32) {
            FloatVector d = FloatVector.broadcast(F, Bytes.half(bytes, offset + Q4_0.D));
            for (int i = 0; i < 16; i += L) {
                IntVector pairs = Bytes.unsigned(bytes, offset + Q4_0.QUANTS + i);
                low(pairs, d).intoArray(out, at + (k + i) * step);
                high(pairs, d).intoArray(out, at + (k + 16 + i) * step);
            }
            offset += BYTES;
        }
    }

    private static FloatVector low(IntVector pairs, FloatVector d) {
        return Bytes.floats(pairs.and(15).sub(8)).mul(d);
    }

    private static FloatVector high(IntVector pairs, FloatVector d) {
        return Bytes.floats(pairs.lanewise(VectorOperators.LSHR, 4).sub(8)).mul(d);
    }

    static void dot(MemorySegment bytes, long row, long apart, int rows, int count, float[] x, int xAt, float[] sums) {
        for (int i = 0; i < rows; i++) {
            one(bytes, row + i * apart, count, x, xAt, sums, i * L);
        }
    }

    private static void one(MemorySegment bytes, long row, int count, float[] x, int xAt, float[] sums, int at) {
        FloatVector sum = FloatVector.zero(F);
        for (int k = 0; k < count; k += 32) {
            sum = block(bytes, row, x, xAt + k, sum);
            row += BYTES;
        }
        sum.intoArray(sums, at);
    }

    private static FloatVector block(MemorySegment bytes, long offset, float[] x, int xAt, FloatVector sum) {
        FloatVector d = FloatVector.broadcast(F, Bytes.half(bytes, offset + Q4_0.D));
        for (int i = 0; i < 16; i += L) {
            sum = low(Bytes.unsigned(bytes, offset + Q4_0.QUANTS + i), d).fma(load(x, xAt + i), sum);
        }
        for (int i = 0; i < 16; i += L) {
            sum = high(Bytes.unsigned(bytes, offset + Q4_0.QUANTS + i), d).fma(load(x, xAt + 16 + i), sum);
        }
        return sum;
    }
}
