package io.belvedere.compute.cpu.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.belvedere.compute.cpu.system.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void hasWhatTheSystemSaysItHas() throws IOException {
        Path description = Path.of("/proc/cpuinfo");
        String obstacle = Pages.obstacle();
        assumeTrue(obstacle == null, obstacle);
        assumeTrue(Files.exists(description), "no " + description);
        try (Stream<String> lines = Files.lines(description)) {
            List<String> flags = List.of(lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .orElse("")
                    .replaceFirst(".*: ", "")
                    .split(" "));
            assertThat(Processor.features())
                    .containsExactlyElementsOf(Arrays.stream(Feature.values())
                            .filter(feature -> flags.contains(feature.name().toLowerCase(Locale.ROOT)))
                            .toList());
        }
    }
}
