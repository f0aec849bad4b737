package io.belvedere.engine;

import io.belvedere.engine.image.DecodingStoppedException;
import io.belvedere.engine.image.DecodingWatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * Processors for decoding, which pictures hold in turns. After a {@linkplain #SLICE slice} a picture lets go if another
 * caller's waits who has used less; the next turn goes to the caller who has used least lately, and among one caller's
 * pictures to the oldest. Any thread.
 */
final class DecodingTurns {
    /** What a small picture takes is less. */
    static final Duration SLICE = Duration.ofMillis(100);

    /** What a caller has used counts half after this time, a quarter after twice the time. */
    private static final Duration HALF_LIFE = Duration.ofSeconds(10);

    private static final double FORGOTTEN = 1e6; // ns

    private final Duration most;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Picture> line = new ArrayList<>(); // who wait for a turn
    private final Map<String, Share> shares = new HashMap<>();
    private int free;
    private long arrivals;

    /**
     * @param places pictures decoded at the same time, at least 1: each takes a processor
     * @param most processor time of one picture
     */
    DecodingTurns(int places, Duration most, Clock clock) {
        this.free = places;
        this.most = most;
        this.clock = clock;
    }

    /** Tells the time. */
    interface Clock {
        Clock OF_THIS_MACHINE = ofThisMachine();

        /** Of {@link System#nanoTime}. */
        long nanos();

        /** Processor time that the calling thread has used, in nanoseconds from any start. */
        long processorNanos();

        /** Where a thread's processor time isn't known, all time counts that it holds a place. */
        private static Clock ofThisMachine() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            boolean knowsThreads = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
            return new Clock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public long processorNanos() {
                    return knowsThreads ? threads.getCurrentThreadCpuTime() : System.nanoTime();
                }
            };
        }
    }

    /** What one caller has used. */
    private static final class Share {
        private int pictures;
        private double used; // ns, as of then
        private long then;

        double used(long now) {
            return used * Math.pow(0.5, (double) (now - then) / HALF_LIFE.toNanos());
        }

        void charge(long nanos, long now) {
            used = used(now) + nanos;
            then = now;
        }
    }

    /** Processor time of one picture. */
    Duration most() {
        return most;
    }

    /** A picture that comes to be decoded; to be closed when it is. */
    Picture of(String caller) {
        lock.lock();
        try {
            long now = clock.nanos();
            shares.values().removeIf(share -> share.pictures == 0 && share.used(now) < FORGOTTEN);
            shares.computeIfAbsent(caller, name -> new Share()).pictures++;
            return new Picture(caller, arrivals++);
        } finally {
            lock.unlock();
        }
    }

    /** One picture's turns: used by the thread that decodes it, stopped by any. */
    final class Picture implements DecodingWatch, AutoCloseable {
        private final String caller;
        private final long arrival;
        private final Condition turn = lock.newCondition();
        private volatile boolean stopped;
        private boolean holdsPlace; // guarded by lock
        private long sliceBegan;
        private long charged; // processor time at which the slice began
        private long spent; // processor time in slices that are over
        private boolean overTime;

        private Picture(String caller, long arrival) {
            this.caller = caller;
            this.arrival = arrival;
        }

        /**
         * Waits for the first turn.
         *
         * @throws DecodingStoppedException if it is stopped meanwhile
         */
        void begin() {
            lock.lock();
            try {
                awaitTurn();
            } finally {
                lock.unlock();
            }
        }

        /** Ends the decoding at its next question, or where it waits; more than once is as good as once. */
        void stop() {
            lock.lock();
            try {
                stopped = true;
                turn.signal();
            } finally {
                lock.unlock();
            }
        }

        /** Whether it was ended because it took too long; for the thread that decodes. */
        boolean isOverTime() {
            return overTime;
        }

        @Override
        public void goOn() {
            if (stopped) {
                throw new DecodingStoppedException("nobody waits for the picture");
            }
            if (spent + clock.processorNanos() - charged > most.toNanos()) {
                overTime = true;
                throw new DecodingStoppedException("the picture takes too long");
            }
            if (clock.nanos() - sliceBegan >= SLICE.toNanos()) {
                endSlice();
            }
        }

        private void endSlice() {
            lock.lock();
            try {
                charge();
                Optional<Picture> next = next();
                if (next.isPresent() && next.get().used() < used()) {
                    letGo();
                    awaitTurn();
                }
            } finally {
                lock.unlock();
            }
        }

        private void awaitTurn() {
            line.add(this);
            handOut();
            while (!holdsPlace && !stopped) {
                turn.awaitUninterruptibly();
            }
            if (!holdsPlace) {
                line.remove(this);
                throw new DecodingStoppedException("nobody waits for the picture");
            }
            sliceBegan = clock.nanos();
            charged = clock.processorNanos();
        }

        private void charge() {
            long used = clock.processorNanos() - charged;
            spent += used;
            charged += used;
            sliceBegan = clock.nanos();
            share().charge(used, sliceBegan);
        }

        private void letGo() {
            holdsPlace = false;
            free++;
            handOut();
        }

        private Share share() {
            return Objects.requireNonNull(shares.get(caller));
        }

        private double used() {
            return share().used(clock.nanos());
        }

        /** By the thread that decoded. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (holdsPlace) {
                    charge();
                    letGo();
                }
                share().pictures--;
            } finally {
                lock.unlock();
            }
        }
    }

    private void handOut() {
        while (free > 0 && !line.isEmpty()) {
            Picture next = next().orElseThrow();
            line.remove(next);
            free--;
            next.holdsPlace = true;
            next.turn.signal();
        }
    }

    private Optional<Picture> next() {
        long now = clock.nanos();
        return line.stream()
                .min(Comparator.comparingDouble(
                                (Picture picture) -> picture.share().used(now))
                        .thenComparingLong(picture -> picture.arrival));
    }
}
