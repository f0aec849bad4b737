package io.belvedere.engine;

import java.io.IOException;
import java.util.ArrayDeque;

/** What an engine holds open; closed in reverse order. */
final class Resources implements AutoCloseable {
    private final ArrayDeque<AutoCloseable> opened = new ArrayDeque<>();

    /** Opens one thing that lives on several. */
    @FunctionalInterface
    interface Opening<T> {
        T open(Resources resources) throws IOException;
    }

    /** Runs {@code opening} with fresh resources; what it has added is closed if it fails. */
    static <T> T opening(Opening<T> opening) throws IOException {
        Resources resources = new Resources();
        try {
            return opening.open(resources);
        } catch (IOException | RuntimeException | Error e) {
            try {
                resources.close();
            } catch (IllegalStateException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Takes charge of {@code resource} and returns it. */
    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Closes all, even if one fails; the first failure is thrown, the others ride along. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("closing the engine failed", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
