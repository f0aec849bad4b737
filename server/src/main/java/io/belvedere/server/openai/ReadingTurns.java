package io.belvedere.server.openai;

import io.belvedere.turns.FairRoom;
import java.time.Duration;

/**
 * Who may turn bytes into a request now. A request takes several times its body's memory while it is read: so large
 * bodies are read one after the other, small ones side by side, and callers take turns.
 */
final class ReadingTurns {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final FairRoom room;

    /** @param bytes of the bodies that are read at the same time; a larger one is read alone */
    ReadingTurns(long bytes) {
        this.room = new FairRoom("Too many requests are being read", Integer.MAX_VALUE, bytes);
    }

    /** Waits for the turn of a body of so many bytes; to be closed when it is read. */
    FairRoom.Place begin(String caller, int bytes) throws InterruptedException {
        return room.take(caller, 1, bytes, FOR_EVER).orElseThrow();
    }
}
