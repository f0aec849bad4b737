package io.belvedere.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks {@code GET /health} again and again, each time on a connection of its own, and keeps what it saw. */
final class HealthWatch {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final HttpRequest request;
    private final SSLContext trusting;
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Thread thread;

    /**
     * Begins at once.
     *
     * @param most that an answer may take
     */
    HealthWatch(URI server, SSLContext trusting, Duration most) {
        this.request =
                HttpRequest.newBuilder(server.resolve("/health")).timeout(most).build();
        this.trusting = trusting;
        this.thread = Thread.ofPlatform().name("health").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // that is its end
        }
    }

    private void ask() throws InterruptedException {
        long began = System.nanoTime();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting)
                .build()) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            if (status != 200) {
                failures.add("status " + status);
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
        nanos.add(System.nanoTime() - began);
    }

    /** Ends with the present request. */
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /** In seconds, failed ones included; after {@link #stop}. Null if there were none. */
    @Nullable
    Percentiles times() {
        return Percentiles.of(nanos.stream().mapToLong(Long::longValue));
    }

    /** What was no answer with status 200; after {@link #stop}. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
