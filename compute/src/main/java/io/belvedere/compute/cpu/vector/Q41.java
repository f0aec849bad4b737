package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q4_1;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q4_1}. */
final class Q41 {
    private static final int BYTES = DType.Q4_1.blockBytes();

    private Q41() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 32) {
            FloatVector d = FloatVector.broadcast(F, Bytes.half(bytes, offset + Q4_1.D));
            FloatVector m = FloatVector.broadcast(F, Bytes.half(bytes, offset + Q4_1.M));
            for (int i = 0; i < 16; i += L) {
                IntVector pairs = Bytes.unsigned(bytes, offset + Q4_1.QUANTS + i);
                IntVector high = pairs.lanewise(VectorOperators.LSHR, 4);
                Bytes.floats(pairs.and(15)).mul(d).add(m).intoArray(out, at + (k + i) * step);
                Bytes.floats(high).mul(d).add(m).intoArray(out, at + (k + 16 + i) * step);
            }
            offset += BYTES;
        }
    }
}
