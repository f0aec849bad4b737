package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.DType;
import io.belvedere.compute.KvType;
import io.belvedere.compute.cpu.KeyValues;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Keys or values of consecutive tokens as floats: a row each, padded with zeros to whole vectors. */
final class KvPanel {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private KvPanel() {}

    static void keys(KeyValues memory, int kvHead, int first, int count, int headDim, float[] panel) {
        int run;
        for (int t = 0; t < count; t += run) {
            int token = first + t;
            run = Math.min(memory.run(token), count - t);
            rows(memory, memory.keys(token), memory.keyOffset(kvHead, token), run, headDim, panel, t);
        }
    }

    static void values(KeyValues memory, int kvHead, int first, int count, int headDim, float[] panel) {
        int run;
        for (int t = 0; t < count; t += run) {
            int token = first + t;
            run = Math.min(memory.run(token), count - t);
            rows(memory, memory.values(token), memory.valueOffset(kvHead, token), run, headDim, panel, t);
        }
    }

    private static void rows(
            KeyValues memory, MemorySegment stored, long offset, int count, int headDim, float[] panel, int firstRow) {
        int row = Lanes.padded(headDim);
        int at = firstRow * row;
        long stride = memory.stride();
        KvType type = memory.type();
        if (type == KvType.F16 && row == headDim) {
            halves(stored, offset, count * row, panel, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            switch (type) {
                case F32 -> floats(stored, offset, headDim, panel, at);
                case F16 -> halves(stored, offset, headDim, panel, at);
                case Q8_0 -> bytes(stored, offset, headDim, panel, at);
            }
            if (type != KvType.F32) {
                Arrays.fill(panel, at + headDim, at + row, 0);
            }
            offset += stride;
            at += row;
        }
    }

    private static void floats(MemorySegment stored, long offset, int count, float[] panel, int at) {
        int whole = count & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector.fromMemorySegment(Lanes.F, stored, offset + 4L * i, ByteOrder.nativeOrder())
                    .intoArray(panel, at + i);
        }
        if (whole < count) {
            Packing.row(stored, offset + 4L * whole, count - whole, panel, at + whole, 1);
        }
    }

    /** A plain loop: the compiler turns it into vector conversions, for which the Vector API has no word. */
    private static void halves(MemorySegment stored, long offset, int count, float[] panel, int at) {
        for (int i = 0; i < count; i++) {
            panel[at + i] = Float.float16ToFloat(stored.get(SHORT, offset + 2L * i));
        }
    }

    private static void bytes(MemorySegment stored, long offset, int count, float[] panel, int at) {
        int whole = L < 8 ? 0 : count & -32;
        Q8.unpack(stored, offset, whole, panel, at, 1, panel);
        if (whole < count) {
            lastBytes(stored, offset + DType.Q8_0.bytes(whole), count - whole, panel, at + whole);
        }
    }

    /** By the plain decoder. */
    private static void lastBytes(MemorySegment stored, long offset, int count, float[] panel, int at) {
        float[] blocks = new float[Math.ceilDiv(count, 32) * 32];
        BlockFormat.of(DType.Q8_0).decode(stored, offset, blocks, 0, blocks.length);
        System.arraycopy(blocks, 0, panel, at, count);
    }
}
