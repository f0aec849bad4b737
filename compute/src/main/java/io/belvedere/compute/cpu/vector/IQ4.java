package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.I;
import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.IQ4_NL;
import io.belvedere.compute.quant.IQ4_XS;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link IQ4_NL} and {@link IQ4_XS}: nibbles that name levels. */
final class IQ4 {
    private static final int NL_BYTES = DType.IQ4_NL.blockBytes();
    private static final int XS_BYTES = DType.IQ4_XS.blockBytes();

    /** The 16 levels as bits of floats, in as many vectors as they fill. */
    private static final IntVector LEVELS_0 = levels(0);

    private static final IntVector LEVELS_1 = levels(L % 16);
    private static final IntVector LEVELS_2 = levels(2 * L % 16);
    private static final IntVector LEVELS_3 = levels(3 * L % 16);

    private IQ4() {}

    private static IntVector levels(int from) {
        int[] bits = new int[L];
        for (int i = 0; i < L; i++) {
            bits[i] = Float.floatToRawIntBits(IQ4_NL.level(from + i));
        }
        return IntVector.fromArray(I, bits, 0);
    }

    static void unpackNl(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 32) {
            group(bytes, offset + IQ4_NL.QUANTS, Bytes.half(bytes, offset + IQ4_NL.D), out, at + k * step, step);
            offset += NL_BYTES;
        }
    }

    static void unpackXs(MemorySegment bytes, long offset, int count, float[] out, int at, int step, float[] scratch) {
        for (int k = 0; k < count; k += 256) {
            float d = Bytes.half(bytes, offset + IQ4_XS.D);
            for (int group = 0; group < 8; group++) {
                long quants = offset + IQ4_XS.QUANTS + 16L * group;
                float scale = d * IQ4_XS.scale(bytes, offset, group);
                group(bytes, quants, scale, out, at + (k + 32 * group) * step, step);
            }
            offset += XS_BYTES;
        }
    }

    private static void group(MemorySegment bytes, long quants, float scale, float[] out, int at, int step) {
        FloatVector scales = FloatVector.broadcast(F, scale);
        for (int i = 0; i < 16; i += L) {
            IntVector pairs = Bytes.unsigned(bytes, quants + i);
            IntVector high = pairs.lanewise(VectorOperators.LSHR, 4);
            named(pairs.and(15)).mul(scales).intoArray(out, at + i * step);
            named(high).mul(scales).intoArray(out, at + (16 + i) * step);
        }
    }

    /** Levels by their numbers: {@code selectFrom} takes a number modulo the lanes. */
    private static FloatVector named(IntVector numbers) {
        IntVector levels = numbers.selectFrom(LEVELS_0);
        if (L <= 8) {
            levels = levels.blend(numbers.selectFrom(LEVELS_1), numbers.compare(VectorOperators.GE, L));
        }
        if (L == 4) {
            levels = levels.blend(numbers.selectFrom(LEVELS_2), numbers.compare(VectorOperators.GE, 8));
            levels = levels.blend(numbers.selectFrom(LEVELS_3), numbers.compare(VectorOperators.GE, 12));
        }
        return levels.reinterpretAsFloats();
    }
}
