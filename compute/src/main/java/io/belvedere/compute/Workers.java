package io.belvedere.compute;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed pool for parallel loops. The calling thread takes part, so a pool of n threads starts n - 1. Each thread has
 * a range of the tasks and claims them one by one in ascending order, then those that are left of other ranges:
 * neighbours in memory mostly stay with one thread, which is what a processor fetches ahead. Between loops the pool's
 * threads spin for a moment, then park.
 */
public final class Workers implements AutoCloseable {
    /** The body of a loop. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param worker which thread runs it, in {@code [0, threads())}: an index for scratch memory; 0 is the caller
         *     of {@link #run}
         * @param index which turn of the loop, in {@code [0, tasks)}
         */
        void run(int worker, int index);
    }

    /** The body of a loop whose neighbouring turns are cheaper together. */
    @FunctionalInterface
    public interface RangeTask {
        /** As {@link Task#run}, for the turns {@code [from, to)}. */
        void run(int worker, int from, int to);
    }

    /**
     * More than the time between two operations of a forward pass: with 20 microseconds a 3B model in Q4_0 decoded 15 %
     * slower, for threads that parked and had to be woken.
     */
    private static final long SPIN_NANOS = 300_000;

    /** Looks between two at the clock, which takes longer. */
    private static final int LOOKS = 32;

    /**
     * A claim takes this part of what is left of a range: large pieces first, single tasks at last, so that no thread
     * waits long.
     */
    private static final int CLAIM_SHARE = 4;

    private final Loop none = new Loop(1, 0, 1, (worker, from, to) -> {});
    private final Loop closed = new Loop(1, 0, 1, (worker, from, to) -> {});
    private final Thread[] threads;

    /** In the element {@link Loop#APART} the latest loop: all that a waiting thread looks at. */
    private final AtomicReferenceArray<Loop> latest = new AtomicReferenceArray<>(2 * Loop.APART);

    /** 1 for a thread that may be parked. */
    private final AtomicIntegerArray parked;

    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * @param threads including the one that calls {@link #run}
     * @throws IllegalArgumentException if that is not in 1..1024
     */
    public Workers(int threads) {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads must be in 1..1024, given " + threads);
        }
        latest.set(Loop.APART, none);
        this.parked = new AtomicIntegerArray(threads * Loop.APART);
        this.threads = new Thread[threads - 1];
        for (int i = 0; i < threads - 1; i++) {
            int worker = i + 1;
            this.threads[i] = Thread.ofPlatform()
                    .name("belvedere-worker-" + worker)
                    .daemon()
                    .unstarted(() -> work(worker));
        }
        for (Thread thread : this.threads) {
            thread.start();
        }
    }

    /** Threads that take part in a loop, the caller included. */
    public int threads() {
        return threads.length + 1;
    }

    /**
     * Runs the body once for every index in {@code [0, tasks)} and returns when all are done. If a task throws, tasks
     * not yet begun are left out and the first failure is thrown once no thread is inside the body.
     *
     * @throws IllegalStateException if the pool is closed or already inside a loop
     */
    public void run(int tasks, Task body) {
        run(tasks, Integer.MAX_VALUE, (worker, from, to) -> body.run(worker, from));
    }

    /** The same with turns that are claimed several at a time. */
    public void runRanges(int tasks, RangeTask body) {
        run(tasks, CLAIM_SHARE, body);
    }

    private void run(int tasks, int claimShare, RangeTask body) {
        Loop before = latest();
        requireOpen(before != closed);
        if (running.get()) {
            throw overlapping();
        }
        if (tasks <= 1 || threads.length == 0) {
            int step = Math.max(1, tasks / claimShare);
            for (int from = 0; from < tasks; from += step) {
                body.run(0, from, Math.min(tasks, from + step));
            }
            return;
        }
        if (!running.compareAndSet(false, true)) {
            throw overlapping();
        }
        try {
            Loop loop = new Loop(threads(), tasks, claimShare, body);
            requireOpen(latest.compareAndSet(Loop.APART, before, loop)); // closing is never undone
            wake(Math.min(threads.length, tasks - 1));
            loop.work(0);
            await(loop);
            loop.end();
        } finally {
            running.set(false);
        }
    }

    private Loop latest() {
        return latest.get(Loop.APART);
    }

    private static IllegalStateException overlapping() {
        return new IllegalStateException("a loop is already running: loops neither nest nor overlap");
    }

    private static void requireOpen(boolean open) {
        if (!open) {
            throw new IllegalStateException("the workers are closed");
        }
    }

    private void wake(int wanted) {
        for (int worker = 1; worker <= wanted; worker++) {
            if (parked.get(worker * Loop.APART) != 0) {
                LockSupport.unpark(threads[worker - 1]);
            }
        }
    }

    private void await(Loop loop) {
        long spinUntil = System.nanoTime() + SPIN_NANOS;
        while (!loop.isDone()) {
            for (int look = 0; look < LOOKS && !loop.isDone(); look++) {
                Thread.onSpinWait();
            }
            if (System.nanoTime() > spinUntil && !loop.isDone()) {
                LockSupport.park(this);
            }
        }
    }

    private void work(int worker) {
        Loop loop = none;
        while (loop != closed) {
            loop.work(worker);
            loop = awaitLoopAfter(loop, worker);
        }
    }

    private Loop awaitLoopAfter(Loop seen, int worker) {
        long spinUntil = System.nanoTime() + SPIN_NANOS;
        while (latest() == seen) {
            for (int look = 0; look < LOOKS && latest() == seen; look++) {
                Thread.onSpinWait();
            }
            if (System.nanoTime() > spinUntil) {
                parked.set(worker * Loop.APART, 1);
                if (latest() == seen) {
                    LockSupport.park(this);
                }
                parked.set(worker * Loop.APART, 0);
            }
        }
        return latest();
    }

    /** Ends the threads, after the loop that may still run. */
    @Override
    public void close() {
        latest.set(Loop.APART, closed);
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
