package io.belvedere.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void aPercentileIsTheSmallestTimeThatSoManyDoNotExceed() {
        Percentiles hundred = Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000_000));

        assertThat(hundred).isEqualTo(new Percentiles(100, 50, 95, 99, 100));
    }

    @Test
    void fewTimesAreTheirOwnPercentiles() {
        assertThat(Percentiles.of(LongStream.of(2_000_000_000L))).isEqualTo(new Percentiles(1, 2, 2, 2, 2));
        assertThat(Percentiles.of(LongStream.of(3_000_000_000L, 1_000_000_000L)))
                .isEqualTo(new Percentiles(2, 1, 3, 3, 3));
    }

    @Test
    void noTimesHaveNone() {
        assertThat(Percentiles.of(LongStream.empty())).isNull();
    }
}
