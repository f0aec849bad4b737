package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.I;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q5_0;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Q5_0}. */
final class Q50 {
    private static final int BYTES = DType.Q5_0.blockBytes();

    private Q50() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 32) {
            FloatVector d = FloatVector.broadcast(F, Bytes.half(bytes, offset + Q5_0.D));
            int fifth = Bytes.word(bytes, offset + Q5_0.HIGH_BITS);
            for (int i = 0; i < 16; i += L) {
                IntVector pairs = Bytes.unsigned(bytes, offset + Q5_0.QUANTS + i);
                IntVector low =
                        pairs.and(15).sub(16).lanewise(VectorOperators.ADD, 16, VectorMask.fromLong(I, fifth >>> i));
                IntVector high = pairs.lanewise(VectorOperators.LSHR, 4)
                        .sub(16)
                        .lanewise(VectorOperators.ADD, 16, VectorMask.fromLong(I, fifth >>> (16 + i)));
                Bytes.floats(low).mul(d).intoArray(out, at + (k + i) * step);
                Bytes.floats(high).mul(d).intoArray(out, at + (k + 16 + i) * step);
            }
            offset += BYTES;
        }
    }
}
