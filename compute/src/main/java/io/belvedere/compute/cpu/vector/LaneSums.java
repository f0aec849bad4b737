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
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the lanes of accumulators, in one order everywhere: {@code x[i] + x[i + L/2]}, then
 * {@code x[i] + x[i + L/4]}, until one lane is left.
 */
final class LaneSums {
    /**
     * Vectors in which lanes of several accumulators are summed together. Of 512 bits they would be three times slower:
     * halves are added as they are read instead.
     */
    private static final VectorSpecies<Float> FOLD = L == 16 ? FloatVector.SPECIES_256 : F;

    private static final int FOLDED = FOLD.length();

    /** Swap lanes that are so far apart. */
    private static final VectorShuffle<Float> ACROSS_HALF = across(FOLDED / 2);

    private static final VectorShuffle<Float> ACROSS_QUARTER = across(FOLDED / 4);
    private static final VectorShuffle<Float> ACROSS_1 = across(1);

    /** The lanes that are the upper ones of pairs so far apart. */
    private static final VectorMask<Float> UPPER_HALF = upper(FOLDED / 2);

    private static final VectorMask<Float> UPPER_QUARTER = upper(FOLDED / 4);
    private static final VectorMask<Float> UPPER_1 = upper(1);

    private static final VectorShuffle<Float> DOWN_8 = VectorShuffle.iota(F, 8, 1, true);
    private static final VectorShuffle<Float> DOWN_4 = VectorShuffle.iota(F, 4, 1, true);
    private static final VectorShuffle<Float> DOWN_2 = VectorShuffle.iota(F, 2, 1, true);
    private static final VectorShuffle<Float> DOWN_1 = VectorShuffle.iota(F, 1, 1, true);

    private LaneSums() {}

    private static VectorShuffle<Float> across(int distance) {
        return VectorShuffle.fromOp(FOLD, lane -> lane ^ distance);
    }

    private static VectorMask<Float> upper(int distance) {
        long lanes = 0;
        for (int lane = 0; lane < FOLDED; lane++) {
            lanes |= (lane & distance) != 0 ? 1L << lane : 0;
        }
        return VectorMask.fromLong(FOLD, lanes);
    }

    static float sum(FloatVector x) {
        if (L == 16) {
            x = x.add(x.rearrange(DOWN_8));
        }
        if (L >= 8) {
            x = x.add(x.rearrange(DOWN_4));
        }
        x = x.add(x.rearrange(DOWN_2));
        x = x.add(x.rearrange(DOWN_1));
        return x.lane(0);
    }

    /** Stores the sum of accumulator i, counted from {@code sums[from]} on, at {@code to[at + i]}. */
    static void store(float[] sums, int from, int count, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = sum(load(sums, from + i * L));
        }
    }

    /**
     * Stores the sum of each accumulator, the first of them at {@code sums[from]} and the next {@code apart} further
     * on, plus its term, at float {@code i} after byte {@code at} of {@code to}.
     *
     * @param sums is overwritten
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
        int whole = count & -FOLDED;
        for (int i = 0; i < whole; i += FOLDED) {
            sumTogether(sums, from + i * apart, apart);
            FloatVector before = onto ? read(to, at + 4L * i) : FloatVector.zero(FOLD);
            FloatVector term = terms == null ? FloatVector.zero(FOLD) : FloatVector.fromArray(FOLD, terms, termsAt + i);
            FloatVector sum = FloatVector.fromArray(FOLD, sums, from + i * apart);
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
        return FloatVector.fromMemorySegment(FOLD, from, at, ByteOrder.nativeOrder());
    }

    /**
     * Sums the lanes of as many accumulators as {@link #FOLD} has lanes: lane i of the first becomes the sum of
     * accumulator i. Two accumulators fold into one vector, which keeps the sums of the one in its lower lanes and of
     * the other in its upper ones; then two such vectors into one.
     *
     * <p>These two methods call none but the Vector API's: others are not inlined into methods of this size.
     */
    private static void sumTogether(float[] sums, int at, int apart) {
        if (L < 8) {
            foldFour(sums, at, apart);
            return;
        }
        foldFour(sums, at, 2 * apart);
        foldFour(sums, at + apart, 2 * apart);
        FloatVector a = FloatVector.fromArray(FOLD, sums, at);
        FloatVector b = FloatVector.fromArray(FOLD, sums, at + apart);
        a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(ACROSS_1)).intoArray(sums, at);
    }

    private static void foldFour(float[] sums, int at, int apart) {
        FloatVector a = FloatVector.fromArray(FOLD, sums, at);
        FloatVector b = FloatVector.fromArray(FOLD, sums, at + apart);
        FloatVector c = FloatVector.fromArray(FOLD, sums, at + 2 * apart);
        FloatVector d = FloatVector.fromArray(FOLD, sums, at + 3 * apart);
        if (L == 16) {
            a = a.add(FloatVector.fromArray(FOLD, sums, at + 8));
            b = b.add(FloatVector.fromArray(FOLD, sums, at + apart + 8));
            c = c.add(FloatVector.fromArray(FOLD, sums, at + 2 * apart + 8));
            d = d.add(FloatVector.fromArray(FOLD, sums, at + 3 * apart + 8));
        }
        a = a.blend(c, UPPER_HALF).add(c.blend(a, UPPER_HALF).rearrange(ACROSS_HALF));
        b = b.blend(d, UPPER_HALF).add(d.blend(b, UPPER_HALF).rearrange(ACROSS_HALF));
        a.blend(b, UPPER_QUARTER)
                .add(b.blend(a, UPPER_QUARTER).rearrange(ACROSS_QUARTER))
                .intoArray(sums, at);
    }
}
