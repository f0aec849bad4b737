package io.belvedere.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EngineStatusTest {
    private static Optional<EngineStatus> status(String health) {
        return EngineStatus.of(JsonMapper.shared().readTree(health));
    }

    @Test
    void aServerMayShowNoBooks() {
        assertThat(status("{\"status\": \"ok\", \"threads\": 2}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"engine\": {}}", "{\"engine\": {\"blocks_used\": 0, \"blocks_cached\": 9, \"running\": 0}}"})
    void whatIsNotShownIsZero(String health) {
        assertThat(status(health))
                .hasValueSatisfying(status -> assertThat(status.isIdle()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocks_used", "running", "waiting"})
    void anythingInUseIsNotIdle(String field) {
        assertThat(status("{\"engine\": {\"" + field + "\": 1}}"))
                .hasValueSatisfying(status -> assertThat(status.isIdle()).isFalse());
    }
}
