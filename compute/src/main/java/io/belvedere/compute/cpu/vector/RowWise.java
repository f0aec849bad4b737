package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.RowKernels;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Operations that take each row, or each element, by itself. */
final class RowWise implements RowKernels {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    @Override
    public void add(CpuBuffer x, CpuBuffer into, int from, int to) {
        long end = x.offset(to);
        long at = x.offset(from);
        for (; at + 4L * L <= end; at += 4L * L) {
            FloatVector sum = load(x.floats(), at).add(load(into.floats(), at));
            sum.intoMemorySegment(into.floats(), at, ORDER);
        }
        if (at < end) {
            VectorMask<Float> rest = rest(at, end);
            FloatVector sum = load(x.floats(), at, rest).add(load(into.floats(), at, rest));
            sum.intoMemorySegment(into.floats(), at, ORDER, rest);
        }
    }

    @Override
    public void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to) {
        for (int row = from; row < to; row++) {
            float mean = squares(x, row) / x.columns();
            float scale = (float) (1 / Math.sqrt(mean + (double) epsilon));
            scaleRow(x, row, scale, gain, out);
        }
    }

    private static float squares(CpuBuffer x, int row) {
        long at = x.offset(row);
        long end = at + 4L * x.columns();
        FloatVector sum = FloatVector.zero(Lanes.F);
        for (; at + 4L * L <= end; at += 4L * L) {
            FloatVector v = load(x.floats(), at);
            sum = v.fma(v, sum);
        }
        if (at < end) {
            FloatVector v = load(x.floats(), at, rest(at, end));
            sum = v.fma(v, sum);
        }
        return LaneSums.sum(sum);
    }

    private static void scaleRow(CpuBuffer x, int row, float scale, float[] gain, CpuBuffer out) {
        long at = x.offset(row);
        int whole = x.columns() & -L;
        int i = 0;
        for (; i < whole; i += L) {
            FloatVector scaled = load(x.floats(), at + 4L * i).mul(scale).mul(Lanes.load(gain, i));
            scaled.intoMemorySegment(out.floats(), at + 4L * i, ORDER);
        }
        if (i < x.columns()) {
            VectorMask<Float> rest = Lanes.F.indexInRange(i, x.columns());
            FloatVector factors = FloatVector.fromArray(Lanes.F, gain, i, rest);
            FloatVector scaled = load(x.floats(), at + 4L * i, rest).mul(scale).mul(factors);
            scaled.intoMemorySegment(out.floats(), at + 4L * i, ORDER, rest);
        }
    }

    @Override
    public void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to) {
        long end = gate.offset(to);
        long at = gate.offset(from);
        for (; at + 4L * L <= end; at += 4L * L) {
            FloatVector gated = silu(load(gate.floats(), at)).mul(load(up.floats(), at));
            gated.intoMemorySegment(gate.floats(), at, ORDER);
        }
        if (at < end) {
            VectorMask<Float> rest = rest(at, end);
            FloatVector gated = silu(load(gate.floats(), at, rest)).mul(load(up.floats(), at, rest));
            gated.intoMemorySegment(gate.floats(), at, ORDER, rest);
        }
    }

    private static FloatVector silu(FloatVector z) {
        return z.div(Exponential.of(z.neg()).add(1));
    }

    @Override
    public void gelu(CpuBuffer x, int from, int to) {
        long end = x.offset(to);
        long at = x.offset(from);
        for (; at + 4L * L <= end; at += 4L * L) {
            Gelu.of(load(x.floats(), at)).intoMemorySegment(x.floats(), at, ORDER);
        }
        if (at < end) {
            VectorMask<Float> rest = rest(at, end);
            Gelu.of(load(x.floats(), at, rest)).intoMemorySegment(x.floats(), at, ORDER, rest);
        }
    }

    @Override
    public void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to) {
        int half = cos.columns();
        for (int row = from; row < to; row++) {
            for (int head = 0; head < heads; head++) {
                long at = x.offset(row) + 8L * head * half;
                rotateHead(x.floats(), at, half, cos.floats(), sin.floats(), cos.offset(row));
            }
        }
    }

    private static void rotateHead(
            MemorySegment x, long at, int half, MemorySegment cos, MemorySegment sin, long turn) {
        int i = 0;
        for (; i + L <= half; i += L) {
            FloatVector c = load(cos, turn + 4L * i);
            FloatVector s = load(sin, turn + 4L * i);
            FloatVector a = load(x, at + 4L * i);
            FloatVector b = load(x, at + 4L * (half + i));
            a.mul(c).sub(b.mul(s)).intoMemorySegment(x, at + 4L * i, ORDER);
            b.mul(c).add(a.mul(s)).intoMemorySegment(x, at + 4L * (half + i), ORDER);
        }
        if (i < half) {
            VectorMask<Float> rest = Lanes.F.indexInRange(i, half);
            FloatVector c = load(cos, turn + 4L * i, rest);
            FloatVector s = load(sin, turn + 4L * i, rest);
            FloatVector a = load(x, at + 4L * i, rest);
            FloatVector b = load(x, at + 4L * (half + i), rest);
            a.mul(c).sub(b.mul(s)).intoMemorySegment(x, at + 4L * i, ORDER, rest);
            b.mul(c).add(a.mul(s)).intoMemorySegment(x, at + 4L * (half + i), ORDER, rest);
        }
    }

    private static FloatVector load(MemorySegment floats, long offset) {
        return FloatVector.fromMemorySegment(Lanes.F, floats, offset, ORDER);
    }

    private static FloatVector load(MemorySegment floats, long offset, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(Lanes.F, floats, offset, ORDER, mask);
    }

    /** The lanes from byte {@code at} to {@code end}, less than a vector apart. */
    private static VectorMask<Float> rest(long at, long end) {
        return Lanes.F.indexInRange(0, (int) ((end - at) / 4));
    }
}
