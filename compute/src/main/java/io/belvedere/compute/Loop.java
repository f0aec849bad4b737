package io.belvedere.compute;

import io.belvedere.compute.Workers.RangeTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One parallel loop: which of its tasks are claimed and done. Each loop is an object of its own that all threads see at
 * once, so that a thread that comes late can't claim tasks of another, and the caller writes no memory that threads
 * still read from the loop before.
 */
final class Loop {
    /** Elements from one that threads read or write often to the next: two cache lines. */
    static final int APART = 32;

    private final int threads;
    private final int tasks;
    private final int claimShare;

    /** Null once all is done: threads hold the loop longer than what the body holds should live. */
    private @Nullable RangeTask body;

    private final Thread caller = Thread.currentThread();

    /** For each thread's range the next task to claim. */
    private final AtomicIntegerArray next;

    /** Tasks that no thread has told to be done. */
    private final AtomicInteger unfinished;

    private volatile @Nullable Throwable failure;

    /**
     * @param threads that take part, each with a range of the tasks
     * @param claimShare a claim takes this part of what is left of a range, or one task
     */
    Loop(int threads, int tasks, int claimShare, RangeTask body) {
        this.threads = threads;
        this.tasks = tasks;
        this.claimShare = claimShare;
        this.body = body;
        this.next = new AtomicIntegerArray((threads + 1) * APART);
        this.unfinished = new AtomicInteger(tasks);
        for (int range = 0; range < threads; range++) {
            next.setPlain(counter(range), first(range));
        }
    }

    /** The array's own fields have the first place. */
    private static int counter(int range) {
        return (range + 1) * APART;
    }

    /** First task of a range; that of the range behind the last is their number. */
    private int first(int range) {
        return (int) ((long) tasks * range / threads);
    }

    /**
     * Claims and runs tasks until none is left. What was done is told once: a counter that threads write in turn
     * travels between cores, as long as a small task takes.
     */
    void work(int worker) {
        int done = 0;
        for (int ran = runClaimed(worker); ran > 0; ran = runClaimed(worker)) {
            done += ran;
        }
        if (done > 0 && unfinished.addAndGet(-done) == 0 && worker != 0) {
            LockSupport.unpark(caller);
        }
    }

    boolean isDone() {
        return unfinished.get() == 0;
    }

    /**
     * Claims and runs one task or some, of the thread's own range if there are any left; returns how many: 0 if none is
     * left anywhere.
     */
    private int runClaimed(int worker) {
        for (int i = 0; i < threads; i++) {
            int ran = runClaimed(worker, (worker + i) % threads);
            if (ran > 0) {
                return ran;
            }
        }
        return 0;
    }

    private int runClaimed(int worker, int range) {
        int end = first(range + 1);
        int from = next.get(counter(range));
        while (from < end) {
            int count = Math.max(1, (end - from) / claimShare);
            int seen = next.compareAndExchange(counter(range), from, from + count);
            if (seen == from) {
                run(worker, from, from + count);
                return count;
            }
            from = seen;
        }
        return 0;
    }

    private void run(int worker, int from, int to) {
        try {
            RangeTask task = body;
            if (failure == null && task != null) {
                task.run(worker, from, to);
            }
        } catch (Throwable thrown) {
            failure = failure == null ? thrown : failure;
        }
    }

    /** Called when all is done: lets go of the body, and throws what a task has thrown, if one has. */
    void end() {
        body = null;
        switch (failure) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            case Throwable thrown -> throw new IllegalStateException("a task threw a checked exception", thrown);
        }
    }
}
