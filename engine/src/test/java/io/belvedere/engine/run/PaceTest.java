package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLISECOND = 1_000_000;

    private final Pace pace = new Pace(Duration.ofMillis(200), 512);

    @Test
    void beginsCarefully() {
        assertThat(pace.promptTokens(0)).isEqualTo(Pace.FIRST_TOKENS);
        assertThat(new Pace(Duration.ofMillis(200), 10).promptTokens(0)).isEqualTo(10);
    }

    @Test
    void takesWhatTheRateAllows() {
        pace.took(64, 640 * MILLISECOND); // 100 tokens a second
        assertThat(pace.promptTokens(1)).isEqualTo(20);
        assertThat(pace.promptTokens(0)).isEqualTo(50); // nobody waits: longer steps
    }

    @Test
    void followsTheRate() {
        pace.took(64, 640 * MILLISECOND);
        for (int i = 0; i < 30; i++) {
            pace.took(64, 64 * MILLISECOND);
        }
        assertThat(pace.promptTokens(1)).isBetween(190, 200);
    }

    @Test
    void staysWithinItsBounds() {
        pace.took(512, 1);
        assertThat(pace.promptTokens(1)).isEqualTo(512);
        Pace slow = new Pace(Duration.ofMillis(200), 512);
        slow.took(64, 60_000 * MILLISECOND);
        assertThat(slow.promptTokens(1)).isEqualTo(16);
    }

    @Test
    void passesOfFewRowsTellNothing() {
        pace.took(2, 40 * MILLISECOND);
        assertThat(pace.promptTokens(1)).isEqualTo(Pace.FIRST_TOKENS);
    }
}
