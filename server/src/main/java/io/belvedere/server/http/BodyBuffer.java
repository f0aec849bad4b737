package io.belvedere.server.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** A body as it arrives. Grows with the bytes that came, not with the length that was announced. */
final class BodyBuffer {
    private static final int FIRST_CAPACITY = 16 << 10;

    private final int mostBytes;
    private byte[] bytes;
    private int size;

    /**
     * @param announcedBytes the Content-Length, or -1
     * @param mostBytes the limit
     */
    BodyBuffer(long announcedBytes, int mostBytes) {
        this.mostBytes = announcedBytes < 0 ? mostBytes : Math.toIntExact(Math.min(announcedBytes, mostBytes));
        this.bytes = new byte[Math.min(FIRST_CAPACITY, this.mostBytes)];
    }

    /** Adds a piece; false if it would pass the limit, and then nothing is added. */
    boolean add(Buffer piece) {
        if (piece.length() > mostBytes - size) {
            return false;
        }
        int needed = size + piece.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(mostBytes, Math.max(needed, 2L * bytes.length)));
        }
        piece.getBytes(bytes, size);
        size = needed;
        return true;
    }

    /** The body, without a copy where the length was announced. */
    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
