package io.belvedere.engine.format;

import io.belvedere.compute.StoredBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files opened for reading and mapped, all released together. */
final class Mappings implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final List<Path> files = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();
    private long bytes;
    private Instant lastModified = Instant.EPOCH;

    StoredBytes map(Path file) throws IOException {
        ModelPath.requireFile(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channels.add(channel);
        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        files.add(file);
        bytes += mapped.byteSize();
        lastModified = modified.isAfter(lastModified) ? modified : lastModified;
        return new StoredBytes(mapped, new FileSource(file, channel), 0);
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    long bytes() {
        return bytes;
    }

    /** When the youngest file was changed. */
    Instant lastModified() {
        return lastModified;
    }

    /** Safe to call again. */
    @Override
    public void close() {
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing was written: there is nothing to lose
            }
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
