package io.belvedere.server.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The requests that were let in and are not over yet. While the server stops: how they end. */
final class RunningRequests {
    /** One of them. */
    final class Running {
        private final Runnable end;
        private boolean wasEnded;

        private Running(Runnable end) {
            this.end = end;
        }

        /** It is over, however it went; from the second time on nothing happens. */
        void over() {
            leave(this);
        }
    }

    private final Set<Running> running = new HashSet<>();
    private int finished;
    private int ended;

    /** @param end has it come to its end early; called at most once, from any thread */
    synchronized Running enter(Runnable end) {
        Running one = new Running(end);
        running.add(one);
        return one;
    }

    private synchronized void leave(Running one) {
        if (running.remove(one)) {
            if (one.wasEnded) {
                ended++;
            } else {
                finished++;
            }
            notifyAll();
        }
    }

    synchronized int count() {
        return running.size();
    }

    /** Forgets how earlier ones ended. */
    synchronized void countFromHere() {
        finished = 0;
        ended = 0;
    }

    /** Ends those that are left. */
    void endAll() {
        List<Running> left;
        synchronized (this) {
            left = List.copyOf(running);
            left.forEach(one -> one.wasEnded = true);
        }
        left.forEach(one -> one.end.run());
    }

    /** Waits until there is none. */
    synchronized void awaitNone(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        long millis = most.toMillis();
        while (!running.isEmpty() && millis > 0) {
            wait(millis);
            millis = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
    }

    /** How those that were counted ended; one that still does not end counts as ended. */
    synchronized HttpDoor.Stopped outcome() {
        return new HttpDoor.Stopped(finished, ended + running.size());
    }
}
