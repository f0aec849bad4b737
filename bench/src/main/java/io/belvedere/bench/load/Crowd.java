package io.belvedere.bench.load;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** Clients that send a round's requests, each its next one as soon as it is through with the last. */
final class Crowd {
    /** By then the server is broken, and more failures would tell nothing new. */
    private static final int MOST_FAILURES = 50;

    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Client client;
    private final int clients;
    private final int planned;
    private final IntFunction<PlannedRequest> requests;
    private final long endNanos;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final LongAdder retries = new LongAdder();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    /**
     * @param requests by number, from 0; called by the clients' threads
     * @param endNanos of {@link System#nanoTime}; from then on nothing is begun or tried again, what runs is waited for
     */
    Crowd(Client client, int clients, int planned, IntFunction<PlannedRequest> requests, long endNanos) {
        this.client = client;
        this.clients = clients;
        this.planned = planned;
        this.requests = requests;
        this.endNanos = endNanos;
    }

    /** @param progress gets a line now and then */
    Round run(String title, PrintStream progress) throws InterruptedException {
        long began = System.nanoTime();
        CountDownLatch running = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            Thread.startVirtualThread(() -> {
                try {
                    sendAll();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    running.countDown();
                }
            });
        }
        while (!running.await(TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            progress.println(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d requests, %d failed, %d retries, %d s",
                    title,
                    outcomes.size(),
                    planned,
                    failed.get(),
                    retries.sum(),
                    (System.nanoTime() - began) / 1_000_000_000));
        }
        return new Round(clients, planned, List.copyOf(outcomes), retries.sum(), (System.nanoTime() - began) / 1e9);
    }

    private void sendAll() throws InterruptedException {
        while (System.nanoTime() - endNanos < 0 && failed.get() < MOST_FAILURES) {
            int number = next.getAndIncrement();
            if (number >= planned) {
                return;
            }
            Outcome outcome = send(requests.apply(number));
            if (outcome instanceof Outcome.Failed) {
                failed.incrementAndGet();
            }
            outcomes.add(outcome);
        }
    }

    /** Until the server takes it, but no longer than the round lasts. */
    private Outcome send(PlannedRequest request) throws InterruptedException {
        while (true) {
            Outcome outcome = attempt(request);
            if (!(outcome instanceof Outcome.Overloaded overloaded)
                    || System.nanoTime() + overloaded.retryAfter().toNanos() - endNanos > 0) {
                return outcome;
            }
            retries.increment();
            Thread.sleep(overloaded.retryAfter());
        }
    }

    private Outcome attempt(PlannedRequest request) {
        try {
            return client.play(request);
        } catch (RuntimeException e) {
            return new Outcome.Failed(request, "the reply is beyond understanding: " + e);
        }
    }
}
