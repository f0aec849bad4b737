package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.Q2_K;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Q2_K}. */
final class Q2K {
    private static final int BYTES = DType.Q2_K.blockBytes();

    private Q2K() {}

    static void unpack(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 256) {
            float d = Bytes.half(bytes, offset + Q2_K.D);
            float dmin = Bytes.half(bytes, offset + Q2_K.DMIN);
            for (int group = 0; group < 16; group++) {
                int packed = bytes.get(ValueLayout.JAVA_BYTE, offset + Q2_K.SCALES + group) & 0xFF;
                group(
                        bytes,
                        offset,
                        group,
                        d * (packed & 15),
                        dmin * (packed >> 4),
                        out,
                        at + (k + 16 * group) * step,
                        step);
            }
            offset += BYTES;
        }
    }

    private static void group(
            MemorySegment bytes, long block, int group, float scale, float minimum, float[] out, int at, int step) {
        long quants = block + Q2_K.QUANTS + 32L * (group / 8) + 16L * (group % 2);
        for (int i = 0; i < 16; i += L) {
            IntVector q = Bytes.unsigned(bytes, quants + i)
                    .lanewise(VectorOperators.LSHR, 2 * (group / 2 % 4))
                    .and(3);
            Bytes.floats(q).mul(scale).sub(minimum).intoArray(out, at + i * step);
        }
    }
}
