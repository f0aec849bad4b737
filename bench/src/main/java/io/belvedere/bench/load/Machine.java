package io.belvedere.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where it was measured.
 *
 * @param loadAverage of the last minute, before the test; null where the system does not tell
 */
@JsonNaming(SnakeCaseStrategy.class)
record Machine(
        String processor,
        int cores,
        @Nullable Long memoryBytes,
        String system,
        @Nullable Double loadAverage) {
    static Machine here() {
        String memoryKib = first("/proc/meminfo", "(?m)^MemTotal:\\s+([0-9]+) kB$");
        String load = first("/proc/loadavg", "^([0-9.]+) ");
        String processor = first("/proc/cpuinfo", "(?m)^model name\\s*: (.*)$");
        return new Machine(
                processor == null ? "unknown" : processor,
                Runtime.getRuntime().availableProcessors(),
                memoryKib == null ? null : Long.valueOf(Long.parseLong(memoryKib) * 1024),
                String.join(
                        " ",
                        System.getProperty("os.name", ""),
                        System.getProperty("os.version", ""),
                        System.getProperty("os.arch", "")),
                load == null ? null : Double.valueOf(load));
    }

    private static @Nullable String first(String file, String pattern) {
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            return found.find() ? found.group(1) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
