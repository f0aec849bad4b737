package io.belvedere.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianIsTheMiddleOrHalfWayBetweenTheTwo() {
        assertThat(Spread.of(3, 1, 2).median()).isEqualTo(2);
        assertThat(Spread.of(4, 1, 2, 3).median()).isEqualTo(2.5);
        assertThat(Spread.of(7).median()).isEqualTo(7);
    }

    @Test
    void ratesRunTheOtherWay() {
        Spread rate = Spread.of(4, 1, 2).rate(8);
        assertThat(rate.runs()).containsExactly(2, 8, 4);
        assertThat(rate.min()).isEqualTo(2);
        assertThat(rate.max()).isEqualTo(8);
        assertThat(rate.median()).isEqualTo(4);
    }
}
