package io.belvedere.server.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A body as it arrives. Grows with the bytes that came, to eight times as many at most whatever was announced, and
 * takes what it holds from a common budget before it holds it.
 */
final class BodyBuffer {
    private static final byte[] NOTHING = {};

    /** Of an announced body so great a part must have come before there is room for all of it. */
    private static final int PART = 8;

    private final boolean announced;
    private final int mostBytes;
    private final ByteBudget budget;
    private byte[] bytes = NOTHING;
    private int size;

    /**
     * @param announcedBytes the Content-Length, or -1
     * @param mostBytes the limit
     */
    BodyBuffer(long announcedBytes, int mostBytes, ByteBudget budget) {
        this.announced = announcedBytes >= 0;
        this.mostBytes = announcedBytes < 0 ? mostBytes : Math.toIntExact(Math.min(announcedBytes, mostBytes));
        this.budget = budget;
    }

    /** Adds a piece; false if it would pass the length, or the budget has no room for it, and then nothing is added. */
    boolean add(Buffer piece) {
        if (piece.length() > mostBytes - size) {
            return false;
        }
        int needed = size + piece.length();
        if (needed > bytes.length && !resize(capacity(needed))) {
            return false;
        }
        piece.getBytes(bytes, size);
        size = needed;
        return true;
    }

    private int capacity(int needed) {
        boolean all = announced && (long) needed * PART >= mostBytes;
        return all ? mostBytes : (int) Math.min(mostBytes, Math.max(needed, 2L * bytes.length));
    }

    /** For a moment there are both, the old and the new. */
    private boolean resize(int capacity) {
        if (!budget.tryTake(capacity)) {
            return false;
        }
        int old = bytes.length;
        bytes = Arrays.copyOf(bytes, capacity);
        budget.giveBack(old);
        return true;
    }

    /**
     * The body, without a copy where the length was announced; null if the budget has no room for the copy. Its bytes
     * are the caller's to give back to the budget.
     */
    byte @Nullable [] toBytes() {
        if (size != bytes.length && !resize(size)) {
            return null;
        }
        byte[] whole = bytes;
        bytes = NOTHING;
        return whole;
    }

    /** Gives back what it holds. */
    void drop() {
        budget.giveBack(bytes.length);
        bytes = NOTHING;
        size = 0;
    }
}
