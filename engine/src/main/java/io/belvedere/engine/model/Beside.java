package io.belvedere.engine.model;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one thread reads while its caller goes on. Closing waits for its end. What is wrong with what it reads is told
 * late: when its result is asked for.
 */
public final class Beside<T> implements AutoCloseable {
    /** What the thread does. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("belvedere-reader").daemon().factory());
    private final Future<T> result;

    public Beside(Reading<T> reading) {
        result = thread.submit(reading::read);
    }

    /** What was read, as soon as it is; what the reading throws is thrown here. */
    public T result() throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a model's files were read");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException unreadable -> throw unreadable;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException("reading a model's files failed", e);
            }
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
