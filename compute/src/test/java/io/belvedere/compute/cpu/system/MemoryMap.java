package io.belvedere.compute.cpu.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says about this process's memory. */
final class MemoryMap {
    private MemoryMap() {}

    /** Permissions of the mapping around an address, such as {@code r-xp}; empty if there is none. */
    static String permissions(long address) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.split("[ -]", 3)) // from-to rwxp ...
                    .filter(parts -> Long.parseUnsignedLong(parts[0], 16) <= address
                            && address < Long.parseUnsignedLong(parts[1], 16))
                    .map(parts -> parts[2].substring(0, 4))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
