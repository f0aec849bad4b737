package io.belvedere.turns;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Room that all requests share, as a number of things and as bytes. A request takes all that it may need at once, so
 * that no two wait for each other. Who finds no room waits; the next is a request of the caller who holds the fewest
 * bytes, of such callers the one whose last turn is longest ago, the oldest of its requests, and nobody overtakes it.
 *
 * <p>A room may have a reserve beside it: who holds nothing, finds the room full and wants no more than the reserve has
 * free enters there. So nobody who fills the room keeps others' small requests out.
 */
public final class FairRoom {
    /** A place is held for about as long as it takes to fetch or draw a few things. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final Comparator<Place> ORDER = Comparator.comparingLong((Place place) -> place.share().bytes)
            .thenComparingLong(place -> place.share().lastTurn);

    private final String full;
    private final int count;
    private final long bytes;
    private final long reserve;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Place> line = new ArrayList<>(); // by arrival
    private final Map<String, Share> shares = new HashMap<>(); // of callers who wait or hold
    private int freeCount;
    private long freeBytes;
    private long freeReserve;
    private long turns;

    /** @param full what to tell those who find no room in time, such as "Too many images are being fetched" */
    public FairRoom(String full, int count, long bytes) {
        this(full, count, bytes, 0);
    }

    /** @param reserve bytes beside the room's own, at least 0 */
    public FairRoom(String full, int count, long bytes, long reserve) {
        this.full = full;
        this.count = count;
        this.bytes = bytes;
        this.reserve = reserve;
        this.freeReserve = reserve;
        this.freeCount = count;
        this.freeBytes = bytes;
    }

    /** What one caller has of it. */
    private static final class Share {
        private int requests; // that wait or hold
        private long bytes;
        private long lastTurn;

        /**
         * Whoever comes goes before the caller of the last turn, and not before those who wait since an earlier one.
         */
        Share(long turns) {
            lastTurn = turns - 1;
        }
    }

    /** What one request may use; closing it gives the room back, more than once is as good as once. */
    public final class Place implements AutoCloseable {
        private final String caller;
        private final int count;
        private final long bytes;
        private final Condition turn = lock.newCondition();
        private boolean isIn; // guarded by lock
        private boolean isInReserve;

        private Place(String caller, int count, long bytes) {
            this.caller = caller;
            this.count = count;
            this.bytes = bytes;
        }

        /** Things at the same time; perhaps fewer than were asked for. */
        public int count() {
            return count;
        }

        /** Together; perhaps fewer than were asked for. */
        public long bytes() {
            return bytes;
        }

        private Share share() {
            return Objects.requireNonNull(shares.get(caller));
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
    public Optional<Place> take(String caller, int wantedCount, long wantedBytes, Duration most)
            throws InterruptedException {
        Place place = new Place(caller, Math.min(wantedCount, count), Math.min(wantedBytes, bytes));
        lock.lockInterruptibly();
        boolean keeps = false;
        try {
            shares.computeIfAbsent(caller, name -> new Share(turns)).requests++;
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

    /**
     * As {@link #take}.
     *
     * @throws ChatException if there was no room in time
     */
    public Place enter(String caller, int wantedCount, long wantedBytes, Duration most)
            throws ChatException, InterruptedException {
        return take(caller, wantedCount, wantedBytes, most)
                .orElseThrow(() -> new ChatException(new ChatFailure.Overloaded(
                        "%s; this request waited %d ms for its turn.".formatted(full, most.toMillis()), RETRY_AFTER)));
    }

    /** Requests that wait. */
    public int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Place place) {
        boolean waited = line.remove(place);
        if (!waited && !place.isIn) {
            return;
        }
        Share share = place.share();
        if (place.isIn) {
            place.isIn = false;
            freeCount += place.count;
            if (place.isInReserve) {
                freeReserve += place.bytes;
            } else {
                freeBytes += place.bytes;
            }
            share.bytes -= place.bytes;
        }
        share.requests--;
        if (share.requests == 0) {
            shares.remove(place.caller);
        }
        letIn();
    }

    private void letIn() {
        Optional<Place> next = next();
        while (next.isPresent() && next.get().count <= freeCount && next.get().bytes <= freeBytes) {
            freeBytes -= next.get().bytes;
            enter(next.get());
            next = next();
        }
        if (reserve > 0) {
            line.stream().sorted(ORDER).toList().forEach(this::enterReserve);
        }
    }

    private void enterReserve(Place place) {
        if (place.share().bytes == 0 && place.count <= freeCount && place.bytes <= freeReserve) {
            freeReserve -= place.bytes;
            place.isInReserve = true;
            enter(place);
        }
    }

    private void enter(Place place) {
        line.remove(place);
        freeCount -= place.count;
        Share share = place.share();
        share.bytes += place.bytes;
        share.lastTurn = ++turns;
        place.isIn = true;
        place.turn.signal();
    }

    private Optional<Place> next() {
        return line.stream().min(ORDER);
    }
}
