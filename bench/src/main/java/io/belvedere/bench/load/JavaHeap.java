package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The heap of another JVM, asked by this JDK's {@code jcmd}. */
final class JavaHeap {
    private static final Pattern USED = Pattern.compile("\\bused ([0-9]+)([KMG])\\b");
    private static final int MOST_SECONDS = 60;

    private JavaHeap() {}

    /**
     * Bytes that live after two collections: what the first one finds unreachable may hold more until it is cleaned up.
     * Null if there is no jcmd, or no answer.
     */
    static @Nullable Long collectedBytes(long pid) throws InterruptedException {
        for (int collections = 0; collections < 2; collections++) {
            if (jcmd(pid, "GC.run") == null) {
                return null;
            }
        }
        String told = jcmd(pid, "GC.heap_info");
        return told == null ? null : usedBytes(told);
    }

    /** The sum over the generations of what {@code GC.heap_info} tells; null if it tells nothing. */
    static @Nullable Long usedBytes(String heapInfo) {
        long sum = 0;
        boolean told = false;
        for (String line : heapInfo.lines().toList()) {
            Matcher used = USED.matcher(line);
            if (used.find() && !line.contains("Metaspace") && !line.contains("class space")) {
                sum += Long.parseLong(used.group(1)) << shift(used.group(2));
                told = true;
            }
        }
        return told ? Long.valueOf(sum) : null;
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "K" -> 10;
            case "M" -> 20;
            default -> 30;
        };
    }

    /** What it prints; null if it can't be run or fails. */
    private static @Nullable String jcmd(long pid, String command) throws InterruptedException {
        Path program = Path.of(System.getProperty("java.home", ""), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(program.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            return process.exitValue() == 0 ? out : null;
        } catch (IOException e) {
            return null;
        }
    }
}
