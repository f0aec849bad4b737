package io.belvedere.compute;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed pool for parallel loops. The calling thread takes part, so a pool of n threads starts n - 1. Each thread has a range of the tasks and claims them one by
 * one in ascending order, then those that are left of other ranges: neighbours in memory mostly stay with one thread, which is what a processor fetches ahead.
 * Between loops the pool's threads spin for a moment, then park.
 */
public final class Workers implements AutoCloseable {
    /** The body of a loop. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param worker which thread runs it, in {@code [0, threads())}: an index for scratch memory; 0 is the caller of {@link #run}
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

    /** More than the time between two operations of a forward pass: with 20 microseconds a 3B model in Q4_0 decoded 15 % slower, for threads that parked and had to be woken. */
    private static final long SPIN_NANOS = 300_000;

    /** A claim takes this part of what is left of a range: large pieces first, single tasks at last, so that no thread waits long. */
    private static final int CLAIM_SHARE = 4;

    /** Next task of a range that takes no claims. */
    private static final long NONE = Integer.MAX_VALUE;

    /** Longs from one range's word to the next: two cache lines. */
    private static final int APART = 16;

    /**
     * For each thread's range, the loop's number (high 32 bits) and the next task to claim (low 32 bits) in one word, so that a claim by a thread that still sees an
     * earlier loop fails. {@link #body}, {@link #tasks} and {@link #claimShare} change only while the next task of every range is {@link #NONE}.
     */
    private final AtomicLongArray claims;

    /** Tasks of the loop that no thread has told to be done. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private final Thread[] threads;
    private int tasks;
    private int claimShare;
    private @Nullable RangeTask body;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread caller;
    private volatile boolean closed;

    /**
     * @param threads including the one that calls {@link #run}
     * @throws IllegalArgumentException if that is not in 1..1024
     */
    public Workers(int threads) {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads must be in 1..1024, given " + threads);
        }
        this.claims = new AtomicLongArray(threads * APART);
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
     * Runs the body once for every index in {@code [0, tasks)} and returns when all are done. If a task throws, tasks not yet begun are left out
     * and the first failure is thrown once no thread is inside the body.
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
        if (closed) {
            throw new IllegalStateException("the workers are closed");
        }
        if (caller != null) {
            throw new IllegalStateException("a loop is already running: loops neither nest nor overlap");
        }
        if (tasks <= 1 || threads.length == 0) {
            int step = Math.max(1, tasks / claimShare);
            for (int from = 0; from < tasks; from += step) {
                body.run(0, from, Math.min(tasks, from + step));
            }
            return;
        }
        begin(tasks, claimShare, body);
        try {
            runTasks(0);
            awaitOthers();
        } finally {
            this.body = null;
            caller = null;
        }
        rethrow();
    }

    private void begin(int tasks, int claimShare, RangeTask body) {
        long before = loop(0);
        for (int range = 0; range < threads(); range++) {
            claims.set(range * APART, (before << 32) | NONE);
        }
        caller = Thread.currentThread();
        failure = null;
        this.tasks = tasks;
        this.claimShare = claimShare;
        this.body = body;
        unfinished.set(tasks);
        for (int range = threads() - 1; range >= 0; range--) {
            claims.set(range * APART, (before + 1) << 32 | first(range));
        }
        for (int i = 0; i < Math.min(threads.length, tasks - 1); i++) {
            LockSupport.unpark(threads[i]);
        }
    }

    private long loop(int range) {
        return claims.get(range * APART) >>> 32;
    }

    /** First task of a range; that of the range behind the last is their number. */
    private int first(int range) {
        return (int) ((long) tasks * range / threads());
    }

    /** Claims and runs tasks until none is left. What was done is told once: a counter that threads write in turn travels between cores, as long as a small task takes. */
    private void runTasks(int worker) {
        int done = 0;
        for (int ran = runClaimed(worker); ran > 0; ran = runClaimed(worker)) {
            done += ran;
        }
        if (done > 0 && unfinished.addAndGet(-done) == 0 && worker != 0) {
            LockSupport.unpark(caller);
        }
    }

    /** Claims and runs one task or some, of the thread's own range if there are any left; returns how many: 0 if none is left anywhere. */
    private int runClaimed(int worker) {
        for (int i = 0; i < threads(); i++) {
            int ran = runClaimed(worker, (worker + i) % threads());
            if (ran > 0) {
                return ran;
            }
        }
        return 0;
    }

    private int runClaimed(int worker, int range) {
        while (true) {
            long seen = claims.get(range * APART);
            int from = (int) seen;
            RangeTask task = body;
            int left = first(range + 1) - from;
            if (task == null || left <= 0) {
                return 0;
            }
            int count = Math.max(1, left / claimShare);
            if (claims.compareAndSet(range * APART, seen, seen + count)) {
                run(task, worker, from, from + count);
                return count;
            }
        }
    }

    private void run(RangeTask task, int worker, int from, int to) {
        try {
            if (failure == null) {
                task.run(worker, from, to);
            }
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
    }

    private void awaitOthers() {
        long spinUntil = System.nanoTime() + SPIN_NANOS;
        while (unfinished.get() > 0) {
            if (System.nanoTime() < spinUntil) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void work(int worker) {
        while (!closed) {
            long seen = loop(worker);
            runTasks(worker);
            awaitLoopAfter(worker, seen);
        }
    }

    private void awaitLoopAfter(int worker, long seen) {
        long spinUntil = System.nanoTime() + SPIN_NANOS;
        while (loop(worker) == seen && !closed) {
            if (System.nanoTime() < spinUntil) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        switch (thrown) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException("a task threw a checked exception", thrown);
        }
    }

    /** Ends the threads, after the loop that may still run. */
    @Override
    public void close() {
        closed = true;
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
