package io.belvedere.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void withoutAnEndItIsNeverOver() {
        assertThat(Deadline.none().isOver()).isFalse();
        assertThat(Deadline.none().left()).isGreaterThan(Duration.ofDays(365 * 200));
        assertThat(Deadline.none().left(HOUR)).isEqualTo(HOUR);
    }

    @Test
    void whatIsOverHasNothingLeft() {
        Deadline now = Deadline.in(Duration.ZERO);
        assertThat(now.isOver()).isTrue();
        assertThat(now.left()).isZero();
        assertThat(now.left(HOUR)).isZero();
    }

    @Test
    void theTimeGoesByItself() {
        Deadline deadline = Deadline.in(HOUR);
        Duration first = deadline.left();
        assertThat(first).isPositive().isLessThanOrEqualTo(HOUR);
        assertThat(deadline.left()).isLessThanOrEqualTo(first);
        assertThat(deadline.left(HOUR.multipliedBy(2))).isLessThanOrEqualTo(first);
        assertThat(deadline.left(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(deadline.isOver()).isFalse();
    }
}
