package io.belvedere.server.media;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Room for pictures that are being fetched, over all requests, as numbers and as bytes. A request takes all that it may need at once, so that no two wait for
 * each other. Who finds no room waits; the next is a request of the caller who holds the least, the oldest of them, and nobody overtakes it.
 */
final class FetchRoom {
    private final int pictures;
    private final long bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Place> line = new ArrayList<>(); // by arrival
    private final Map<String, Long> heldByCaller = new HashMap<>(); // bytes
    private int freePictures;
    private long freeBytes;

    FetchRoom(Limits limits) {
        this.pictures = limits.intOf(Limit.REMOTE_FETCHES);
        this.bytes = limits.of(Limit.REMOTE_MEMORY);
        this.freePictures = pictures;
        this.freeBytes = bytes;
    }

    /** What one request may fetch; closing it gives the room back, more than once is as good as once. */
    final class Place implements AutoCloseable {
        private final String caller;
        private final int pictures;
        private final long bytes;
        private final Condition turn = lock.newCondition();
        private boolean isIn; // guarded by lock

        private Place(String caller, int pictures, long bytes) {
            this.caller = caller;
            this.pictures = pictures;
            this.bytes = bytes;
        }

        /** At the same time; at least 1, and perhaps fewer than were asked for. */
        int pictures() {
            return pictures;
        }

        /** Together; perhaps fewer than were asked for. */
        long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                leave(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Takes room, waiting for it if need be. Who asks for more than there is at all gets all of it.
     *
     * @return empty if there was none in time
     * @throws InterruptedException if the waiting thread is interrupted, for example because its client left
     */
    Optional<Place> take(String caller, int wantedPictures, long wantedBytes, Duration most)
            throws InterruptedException {
        Place place = new Place(caller, Math.min(wantedPictures, pictures), Math.min(wantedBytes, bytes));
        lock.lockInterruptibly();
        boolean keeps = false;
        try {
            line.add(place);
            letIn();
            long nanos = most.toNanos();
            while (!place.isIn && nanos > 0) {
                nanos = place.turn.awaitNanos(nanos);
            }
            keeps = place.isIn;
            return keeps ? Optional.of(place) : Optional.empty();
        } finally {
            if (!keeps) {
                leave(place);
            }
            lock.unlock();
        }
    }

    /** Requests that wait. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Place place) {
        if (place.isIn) {
            place.isIn = false;
            freePictures += place.pictures;
            freeBytes += place.bytes;
            heldByCaller.computeIfPresent(
                    place.caller, (caller, held) -> held == place.bytes ? null : Long.valueOf(held - place.bytes));
        }
        line.remove(place);
        letIn();
    }

    private void letIn() {
        Optional<Place> next = next();
        while (next.isPresent() && next.get().pictures <= freePictures && next.get().bytes <= freeBytes) {
            Place place = next.get();
            line.remove(place);
            freePictures -= place.pictures;
            freeBytes -= place.bytes;
            heldByCaller.merge(place.caller, place.bytes, Long::sum);
            place.isIn = true;
            place.turn.signal();
            next = next();
        }
    }

    private Optional<Place> next() {
        return line.stream().min(Comparator.comparingLong(place -> heldByCaller.getOrDefault(place.caller, 0L)));
    }
}
