package io.belvedere.server.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a measurement asks of the process that it runs in. */
final class BenchProcess {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+([0-9]+) kB$");

    private BenchProcess() {}

    /** Since the JVM's start. */
    static double ageSeconds() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    }

    /**
     * Most memory that was resident at a time, mapped files included; null where the system does not tell (it is Linux
     * that does).
     */
    static @Nullable Long peakMemoryBytes() {
        try {
            Matcher peak = PEAK.matcher(Files.readString(STATUS));
            return peak.find() ? Long.valueOf(Long.parseLong(peak.group(1)) * 1024) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
