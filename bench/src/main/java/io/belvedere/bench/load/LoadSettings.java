package io.belvedere.bench.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a trial does.
 *
 * @param alone requests that one client sends after the load; 0: none
 * @param pictures that follow the load, all different; 0: none
 * @param minutes from the server's first answer on; then the trial stops and reports
 * @param answerSeconds for one whole answer
 * @param heapMarginMib see {@link LeakCheck}
 * @param memoryMarginMib see {@link LeakCheck}
 */
@JsonNaming(SnakeCaseStrategy.class)
record LoadSettings(
        int clients,
        int requests,
        long seed,
        int alone,
        int pictures,
        double minutes,
        int answerSeconds,
        int heapMarginMib,
        @Nullable Integer memoryMarginMib) {
    Duration time() {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    Duration answerTime() {
        return Duration.ofSeconds(answerSeconds);
    }

    LeakCheck leakCheck() {
        return new LeakCheck(
                (long) heapMarginMib << 20,
                memoryMarginMib == null ? null : Long.valueOf((long) memoryMarginMib << 20));
    }
}
