package io.belvedere.engine.format;

import io.belvedere.compute.StoredBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Copies from a file that stays open; an interrupt of a thread that copies closes it, for all. */
record FileSource(Path path, FileChannel channel) implements StoredBytes.Source {
    @Override
    public void copy(long position, MemorySegment to) {
        ByteBuffer rest = to.asByteBuffer();
        try {
            while (rest.hasRemaining()) {
                if (channel.read(rest, position + rest.position()) < 0) {
                    throw new FormatException(
                            path,
                            "ends at byte " + channel.size() + " now, before byte " + (position + rest.limit())
                                    + ": it has become shorter since it was opened");
                }
            }
        } catch (FormatException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            long at = position + rest.position();
            throw new UncheckedIOException(new IOException(path + " can't be read at byte " + at + ": " + e, e));
        }
    }
}
