package io.belvedere.compute.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@code e^x}, within 2e-7 of its value. */
final class Exponential {
    /** Adding it leaves the nearest integer in the lowest bits of a float. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts: the first has few bits, so that its product with an exponent is exact. */
    private static final float LN2_HIGH = 0x1.62ep-1f;

    private static final float LN2_LOW = (float) (Math.log(2) - 0x1.62ep-1);

    /** Below it the result is 0; the smallest normal float is e^-87.34. */
    private static final float LOWEST = -87.33f;

    /** From 88.38 on the result is infinite, a little before it must be. */
    private static final float HIGHEST = 88.7f;

    private Exponential() {}

    /**
     * With n the integer nearest to x / ln 2: {@code 2^n e^(x - n ln 2)}, the second factor by its Taylor series to the
     * seventh power.
     */
    static FloatVector of(FloatVector x) {
        FloatVector bounded = x.max(LOWEST).min(HIGHEST);
        FloatVector shifted = bounded.fma(broadcast(LOG2_E), broadcast(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), bounded));
        FloatVector series = r.fma(broadcast(1 / 5040f), broadcast(1 / 720f))
                .fma(r, broadcast(1 / 120f))
                .fma(r, broadcast(1 / 24f))
                .fma(r, broadcast(1 / 6f))
                .fma(r, broadcast(1 / 2f))
                .fma(r, broadcast(1))
                .fma(r, broadcast(1));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector power = exponent.add(0x3F800000).reinterpretAsFloats();
        return series.mul(power).blend(0f, x.lt(LOWEST));
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(Lanes.F, value);
    }
}
