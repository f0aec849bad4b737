package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q8_0;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** {@link Q8_0}. */
final class Q8 {
    private static final int BYTES = DType.Q8_0.blockBytes();

    private Q8() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 32) {
            float d = Bytes.half(bytes, offset + Q8_0.D);
            for (int i = 0; i < 32; i += L) {
                Bytes.signed(bytes, offset + Q8_0.QUANTS + i).mul(d).intoArray(out, at + (k + i) * step);
            }
            offset += BYTES;
        }
    }

    static void dot(
            MemorySegment bytes, long row, long rowBytes, int rows, int count, float[] x, int xAt, float[] sums) {
        if (rows < Dot.ROWS) {
            for (int i = 0; i < rows; i++) {
                one(bytes, row + i * rowBytes, count, x, xAt, sums, i * L);
            }
            return;
        }
        long row1 = row + rowBytes;
        long row2 = row1 + rowBytes;
        long row3 = row2 + rowBytes;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = FloatVector.zero(F);
        FloatVector s2 = FloatVector.zero(F);
        FloatVector s3 = FloatVector.zero(F);
        for (int k = 0, block = 0; k < count; k += 32, block += BYTES) {
            s0 = block(bytes, row + block, x, xAt + k, s0);
            s1 = block(bytes, row1 + block, x, xAt + k, s1);
            s2 = block(bytes, row2 + block, x, xAt + k, s2);
            s3 = block(bytes, row3 + block, x, xAt + k, s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, L);
        s2.intoArray(sums, 2 * L);
        s3.intoArray(sums, 3 * L);
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
        FloatVector d = FloatVector.broadcast(F, Bytes.half(bytes, offset + Q8_0.D));
        for (int i = 0; i < 32; i += L) {
            FloatVector w = Bytes.signed(bytes, offset + Q8_0.QUANTS + i).mul(d);
            sum = w.fma(Lanes.load(x, xAt + i), sum);
        }
        return sum;
    }
}
