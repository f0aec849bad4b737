package io.belvedere.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a process holds; null is what this system does not tell.
 *
 * @param when in words
 * @param requests that it had been sent by then, the warm-up left out
 * @param residentBytes mapped files included
 * @param heapBytes of Java objects, after a collection, without the bounded caches
 */
@JsonNaming(SnakeCaseStrategy.class)
record Vitals(
        String when,
        int requests,
        @Nullable Long residentBytes,
        @Nullable Long heapBytes,
        @Nullable Long threads,
        @Nullable Long descriptors) {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]+) kB$");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+([0-9]+)$");

    /**
     * Has a process of this user collect its garbage and looks at it, as far as Linux and the JDK let.
     *
     * @param cachedBytes of its heap are caches with a bound: they may fill
     */
    static Vitals of(long pid, String when, int requests, long cachedBytes) throws InterruptedException {
        Long heap = JavaHeap.collectedBytes(pid);
        String status = text(Path.of("/proc", Long.toString(pid), "status"));
        Long residentKib = number(RESIDENT, status);
        return new Vitals(
                when,
                requests,
                residentKib == null ? null : Long.valueOf(residentKib * 1024),
                heap == null ? null : Long.valueOf(heap - cachedBytes),
                number(THREADS, status),
                entries(Path.of("/proc", Long.toString(pid), "fd")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static @Nullable Long number(Pattern line, String text) {
        Matcher found = line.matcher(text);
        return found.find() ? Long.valueOf(found.group(1)) : null;
    }

    private static @Nullable Long entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            return null;
        }
    }
}
