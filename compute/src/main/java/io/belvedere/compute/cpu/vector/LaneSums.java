package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.F;
import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the lanes of accumulators, in one order everywhere: {@code x[i] + x[i + L/2]}, then {@code x[i] + x[i + L/4]}, until one lane is left.
 */
final class LaneSums {
    private static final VectorShuffle<Float> ACROSS_8 = across(8);
    private static final VectorShuffle<Float> ACROSS_4 = across(4);
    private static final VectorShuffle<Float> ACROSS_2 = across(2);
    private static final VectorShuffle<Float> ACROSS_1 = across(1);

    private static final VectorMask<Float> UPPER_8 = upper(8);
    private static final VectorMask<Float> UPPER_4 = upper(4);
    private static final VectorMask<Float> UPPER_2 = upper(2);
    private static final VectorMask<Float> UPPER_1 = upper(1);

    private LaneSums() {}

    /** Swaps lanes that are so far apart. */
    private static VectorShuffle<Float> across(int distance) {
        return VectorShuffle.fromOp(F, lane -> (lane ^ distance) & (L - 1));
    }

    private static VectorMask<Float> upper(int distance) {
        return VectorMask.fromLong(F, upperLanes(distance));
    }

    private static long upperLanes(int distance) {
        long lanes = 0;
        for (int lane = 0; lane < L; lane++) {
            lanes |= (lane & distance) != 0 ? 1L << lane : 0;
        }
        return lanes;
    }

    static float sum(FloatVector x) {
        if (L == 16) {
            x = x.add(x.rearrange(ACROSS_8));
        }
        if (L >= 8) {
            x = x.add(x.rearrange(ACROSS_4));
        }
        x = x.add(x.rearrange(ACROSS_2));
        x = x.add(x.rearrange(ACROSS_1));
        return x.lane(0);
    }

    /** Stores the sum of accumulator i, counted from {@code sums[from]} on, at {@code to[at + i]}. */
    static void store(float[] sums, int from, int count, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = sum(load(sums, from + i * L));
        }
    }

    /**
     * Stores the sum of each accumulator, the first of them at {@code sums[from]} and the next {@code apart} further on, plus its term, at float
     * {@code i} after byte {@code at} of {@code to}.
     *
     * @param terms from {@code termsAt} on, or null for zeros
     * @param onto whether to add to what is there, before the term
     */
    static void store(
            float[] sums,
            int from,
            int apart,
            int count,
            float @Nullable [] terms,
            int termsAt,
            boolean onto,
            MemorySegment to,
            long at) {
        int whole = count & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector sum = of(sums, from + i * apart, apart);
            FloatVector before = onto ? read(to, at + 4L * i) : FloatVector.zero(F);
            FloatVector term = terms == null ? FloatVector.zero(F) : load(terms, termsAt + i);
            before.add(sum).add(term).intoMemorySegment(to, at + 4L * i, ByteOrder.nativeOrder());
        }
        for (int i = whole; i < count; i++) {
            float sum = sum(load(sums, from + i * apart));
            float before = onto ? to.get(ValueLayout.JAVA_FLOAT, at + 4L * i) : 0;
            float term = terms == null ? 0 : terms[termsAt + i];
            to.set(ValueLayout.JAVA_FLOAT, at + 4L * i, before + sum + term);
        }
    }

    private static FloatVector read(MemorySegment from, long at) {
        return FloatVector.fromMemorySegment(F, from, at, ByteOrder.nativeOrder());
    }

    /** The sums of L accumulators {@code apart} floats apart: lane i has that of accumulator i. */
    static FloatVector of(float[] sums, int at, int apart) {
        if (L == 16) {
            return fold(eight(sums, at, apart), eight(sums, at + apart, apart), UPPER_1, ACROSS_1);
        }
        return L == 8 ? eight(sums, at, apart) : four(sums, at, apart);
    }

    /** Lanes summed until L / 8 are left of each of 8 accumulators, every (L / 8)-th from here on. */
    private static FloatVector eight(float[] sums, int at, int apart) {
        FloatVector first = four(sums, at, apart);
        FloatVector second = four(sums, at + L / 8 * apart, apart);
        return L == 16 ? fold(first, second, UPPER_2, ACROSS_2) : fold(first, second, UPPER_1, ACROSS_1);
    }

    private static FloatVector four(float[] sums, int at, int apart) {
        FloatVector first = two(sums, at, apart);
        FloatVector second = two(sums, at + L / 4 * apart, apart);
        if (L == 16) {
            return fold(first, second, UPPER_4, ACROSS_4);
        }
        return L == 8 ? fold(first, second, UPPER_2, ACROSS_2) : fold(first, second, UPPER_1, ACROSS_1);
    }

    private static FloatVector two(float[] sums, int at, int apart) {
        FloatVector first = load(sums, at);
        FloatVector second = load(sums, at + L / 2 * apart);
        if (L == 16) {
            return fold(first, second, UPPER_8, ACROSS_8);
        }
        return L == 8 ? fold(first, second, UPPER_4, ACROSS_4) : fold(first, second, UPPER_2, ACROSS_2);
    }

    /** {@code a[i] + a[i + distance]} in lower lanes, {@code b[i - distance] + b[i]} in upper ones. */
    private static FloatVector fold(
            FloatVector a, FloatVector b, VectorMask<Float> upper, VectorShuffle<Float> across) {
        return a.blend(b, upper).add(b.blend(a, upper).rearrange(across));
    }
}
