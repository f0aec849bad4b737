package io.belvedere.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
    @ParameterizedTest
    @EnumSource
    void theDocumentShowsTheTable(Limit limit) throws Exception {
        String part = switch (limit.heapParts()) {
            case 0 -> "";
            case 4 -> ", at most a quarter of the heap";
            case 8 -> ", at most an eighth of the heap";
            case 16 -> ", at most a sixteenth of the heap";
            default -> throw new AssertionError("the document has no word for this part");
        };
        if (limit.heapBytesOfOne() != 0) {
            part = ", at most one for each %s of the heap".formatted(Quantity.BYTES.format(limit.heapBytesOfOne()));
        }
        String row = "| `%s` | %s%s | %s | "
                .formatted(limit.label(), limit.quantity().format(limit.fallback(Long.MAX_VALUE)), part, limit.range());
        assertThat(Files.readString(Path.of("../docs/configuration.md"))).contains(row);
    }

    @ParameterizedTest
    @EnumSource
    void defaultsAreInRangeAndReadBack(Limit limit) {
        assertThat(limit.parse(Limits.DEFAULTS.text(limit))).isEqualTo(limit.fallback());
        assertThat(Limit.byLabel(limit.label())).contains(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "body-size, 64MiB, 67108864",
        "body-size, 64 mib, 67108864",
        "body-size, 2048, 2048",
        "body-size, 4KiB, 4096",
        "body-size, 1GiB, 1073741824",
        "remote-time, 10s, 10000",
        "remote-time, 1min, 60000",
        "remote-time, 500ms, 500",
        "remote-time, 500, 500",
        "images, 4, 4",
    })
    void valuesAreReadAsPeopleWriteThem(String name, String text, long value) {
        assertThat(Limit.byLabel(name).orElseThrow().parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "body-size, 2GiB, 'body-size must be from 1 KiB to 1 GiB, given 2 GiB'",
        "body-size, 1B, 'body-size must be from 1 KiB to 1 GiB, given 1 B'",
        "body-size, 5s, 'body-size must be a whole number with a unit (GiB, MiB, KiB, B), given ''5s'''",
        "body-size, 1.5MiB, 'body-size must be a whole number with a unit (GiB, MiB, KiB, B), given ''1.5MiB'''",
        "body-size, -1, 'body-size must be a whole number with a unit (GiB, MiB, KiB, B), given ''-1'''",
        "body-size, 9999999999999, 'body-size must be a whole number with a unit (GiB, MiB, KiB, B), given ''9999999999999'''",
        "remote-time, 0, 'remote-time must be from 10 ms to 10 min, given 0 ms'",
        "images, 5s, 'images must be a whole number, given ''5s'''",
        "images, 1001, 'images must be from 0 to 1000, given 1001'",
    })
    void badValuesAreRefusedWithTheRange(String name, String text, String message) {
        assertThatThrownBy(() -> Limit.byLabel(name).orElseThrow().parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "body-size, 512, 32",
        "body-memory, 512, 64",
        "body-memory, 4095, 511",
        "body-memory, 4096, 512",
        "body-memory, 65536, 512",
        "image-decoding, 512, 128",
        "image-cache, 8, 1",
        "header-size, 1, 0.015625",
    })
    void defaultsThatTakeMemoryFitTheHeap(String name, long heapMiB, double fallbackMiB) {
        assertThat(Limit.byLabel(name).orElseThrow().fallback(heapMiB << 20))
                .isEqualTo((long) (fallbackMiB * (1 << 20)));
    }

    @ParameterizedTest
    @CsvSource({"connections, 512, 1024", "connections, 4096, 8192", "connections, 65536, 8192", "connections, 1, 4"})
    void defaultsThatCountWhatTakesMemoryFitTheHeap(String name, long heapMiB, long fallback) {
        assertThat(Limit.byLabel(name).orElseThrow().fallback(heapMiB << 20)).isEqualTo(fallback);
    }

    @Test
    void changingOneKeepsTheRest() {
        Limits changed = Limits.DEFAULTS.with(Limit.IMAGES, 3);
        assertThat(changed.of(Limit.IMAGES)).isEqualTo(3);
        assertThat(changed.of(Limit.MESSAGES)).isEqualTo(Limits.DEFAULTS.of(Limit.MESSAGES));
        assertThat(Limits.DEFAULTS.time(Limit.REMOTE_TIME)).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> new Limits(Map.of(Limit.IMAGES, -1L))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> changed.time(Limit.IMAGES)).hasMessageContaining("images is not a time");
    }
}
