package io.belvedere.compute.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class ExponentialTest {
    @Test
    void isWithinTwoTenMillionths() {
        double worst = 0;
        for (float x = -87.3f; x < 88.3f; x += 0.0037f) {
            double exact = Math.exp(x);
            worst = Math.max(worst, Math.abs(exp(x) - exact) / exact);
        }
        assertThat(worst).isLessThan(2e-7);
    }

    @Test
    void isExactAtZeroAndMonotoneAtTheJoints() {
        assertThat(exp(0)).isEqualTo(1);
        assertThat(exp(-0f)).isEqualTo(1);
        for (int n = -100; n < 100; n++) {
            float joint = (float) ((n + 0.5) * Math.log(2));
            assertThat(exp(Math.nextDown(joint))).isLessThanOrEqualTo(exp(Math.nextUp(joint)) * 1.0000003f);
        }
    }

    @Test
    void endsInZeroInfinityAndNotANumber() {
        assertThat(exp(-88)).isZero();
        assertThat(exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(exp(-Float.MAX_VALUE)).isZero();
        assertThat(exp(89)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(exp(Float.NaN)).isNaN();
    }

    private static float exp(float x) {
        return Exponential.of(FloatVector.broadcast(Lanes.F, x)).lane(0);
    }
}
