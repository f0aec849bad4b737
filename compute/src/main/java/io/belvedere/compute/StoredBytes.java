package io.belvedere.compute;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that somebody else keeps, read-only by agreement: in memory alone, or of a file that is mapped. What is wanted
 * here and there is read from {@link #bytes}; what is read once from end to end is better {@link #copy copied}: through
 * a mapping, each page of a file costs many times what copying it does.
 *
 * @param bytes all of them; mapped if they are a file's
 * @param source where they can be copied from; null: from memory
 * @param position of the first byte in the source
 */
public record StoredBytes(MemorySegment bytes, @Nullable Source source, long position) {
    /** What many threads may copy from at once. */
    @FunctionalInterface
    public interface Source {
        /**
         * Copies the bytes from {@code position} on, as many as {@code to} takes.
         *
         * @param to native memory
         * @throws java.io.UncheckedIOException if they can't be read
         */
        void copy(long position, MemorySegment to);
    }

    /** Bytes in memory alone. */
    public static StoredBytes of(MemorySegment bytes) {
        return new StoredBytes(bytes, null, 0);
    }

    public long size() {
        return bytes.byteSize();
    }

    /** @throws IndexOutOfBoundsException if the part is not inside */
    public StoredBytes slice(long offset, long size) {
        return new StoredBytes(bytes.asSlice(offset, size), source, position + offset);
    }

    /**
     * Copies the bytes from {@code offset} on, as many as {@code to} takes.
     *
     * @param to native memory
     * @throws IndexOutOfBoundsException if there are not so many
     * @throws java.io.UncheckedIOException if the source can't be read
     */
    public void copy(long offset, MemorySegment to) {
        MemorySegment from = bytes.asSlice(offset, to.byteSize());
        if (source == null) {
            to.copyFrom(from);
        } else {
            source.copy(position + offset, to);
        }
    }
}
