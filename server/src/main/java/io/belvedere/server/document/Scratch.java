package io.belvedere.server.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder, made on first use: drawing processes note there what fonts the machine has, which takes a while
 * to find out.
 */
final class Scratch implements AutoCloseable {
    private @Nullable Path folder;

    synchronized Path folder() throws IOException {
        Path made = folder;
        if (made == null || !Files.isDirectory(made)) {
            made = Files.createTempDirectory("belvedere-pdf");
            folder = made;
        }
        return made;
    }

    /** Removes it. */
    @Override
    public synchronized void close() {
        Path made = folder;
        if (made == null) {
            return;
        }
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(made);
        } catch (IOException e) {
            // what remains in a temporary folder is the system's to clear
        }
        folder = null;
    }
}
