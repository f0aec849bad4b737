package io.belvedere.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeakCheckTest {
    private static final Vitals BEFORE = new Vitals("before", 0, 1_000L, 100L, 20L, 30L);
    private final LeakCheck check = new LeakCheck(50, 500L);

    @Test
    void growthWithinTheMarginsIsFine() {
        assertThat(check.complaints(BEFORE, new Vitals("after", 9, 1_500L, 150L, 52L, 62L)))
                .isEmpty();
    }

    @Test
    void eachGrowthBeyondItsMarginIsNamed() {
        assertThat(check.complaints(BEFORE, new Vitals("after", 9, 1_501L, 151L, 53L, 63L)))
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("the Java heap grew from 100 to 151 (after), by more than 50"),
                        one -> assertThat(one).startsWith("resident memory grew"),
                        one -> assertThat(one).startsWith("the number of threads grew"),
                        one -> assertThat(one).startsWith("the number of open files grew"));
    }

    @Test
    void whatIsNotKnownIsNotJudged() {
        assertThat(check.complaints(BEFORE, new Vitals("after", 9, null, null, null, null)))
                .isEmpty();
        assertThat(new LeakCheck(50, null).complaints(BEFORE, new Vitals("after", 9, 9_999L, null, null, null)))
                .isEmpty();
    }
}
