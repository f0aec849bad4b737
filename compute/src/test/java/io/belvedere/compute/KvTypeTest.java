package io.belvedere.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KvTypeTest {
    @ParameterizedTest
    @CsvSource({"F32, 128, 512", "F16, 128, 256", "Q8_0, 128, 136", "F16, 15, 30", "Q8_0, 80, 102", "Q8_0, 1, 34"})
    void aHeadTakesWholeBlocks(KvType type, int headDim, long bytes) {
        assertThat(type.headBytes(headDim)).isEqualTo(bytes);
        assertThat(new KvShape(3, 2, headDim, 16, type).bytesPerToken()).isEqualTo(3 * 2 * 2 * bytes);
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItIsWritten(KvType type) {
        assertThat(KvType.parse(type.text())).isEqualTo(type);
    }

    @Test
    void refusesOtherNames() {
        assertThatThrownBy(() -> KvType.parse("q4_0"))
                .hasMessageContaining("f32, f16, q8_0")
                .hasMessageContaining("q4_0");
    }
}
