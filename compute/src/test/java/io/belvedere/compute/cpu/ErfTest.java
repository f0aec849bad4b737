package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErfTest {
    /** Values of 20 digits, rounded. */
    @Test
    void agreesWithTables() {
        double[][] table = {
            {0, 0},
            {0.1, 0.1124629160182848922},
            {0.5, 0.5204998778130465377},
            {1, 0.8427007929497148693},
            {2, 0.9953222650189527342},
            {2.5, 0.9995930479825550411},
            {3, 0.9999779095030014146},
            {5, 0.9999999999984625402}
        };
        for (double[] row : table) {
            assertThat(Erf.erf(row[0])).isCloseTo(row[1], within(1e-14));
            assertThat(Erf.erf(-row[0])).isCloseTo(-row[1], within(1e-14));
        }
    }

    @Test
    void saturates() {
        assertThat(Erf.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Erf.erf(-1e300)).isEqualTo(-1);
        assertThat(Erf.erf(Double.NaN)).isNaN();
    }

    @Test
    void joinsItsTwoFormsWithoutAStep() {
        assertThat(Erf.erf(Math.nextDown(2.5))).isCloseTo(Erf.erf(2.5), within(1e-14));
    }
}
