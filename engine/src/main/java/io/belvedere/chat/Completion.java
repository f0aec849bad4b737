package io.belvedere.chat;

import java.util.Optional;

/**
 * An accepted request's events, in order: Started; for each of its answers any number of TextDelta and one ChoiceEnded,
 * those of several answers mixed; then exactly one Finished. Or Failed at any point, as the last.
 */
public interface Completion extends AutoCloseable {
    /**
     * The next event; waits for it. Not to be called again after Finished or Failed.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the completion goes on until closed
     */
    CompletionEvent next() throws InterruptedException;

    /**
     * How far the request is; empty if that is not known, or once there is text. Waits for nothing; safe at any time,
     * from any thread.
     */
    default Optional<Progress> progress() {
        return Optional.empty();
    }

    /** Aborts the request if it is unfinished. Safe at any time, from any thread, more than once. */
    @Override
    void close();
}
