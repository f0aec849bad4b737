package io.belvedere.chat;

/** An accepted request's events, in order: Started, any number of TextDelta, then exactly one Finished or Failed. */
public interface Completion extends AutoCloseable {
    /**
     * The next event; waits for it. Not to be called again after Finished or Failed.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the completion goes on until closed
     */
    CompletionEvent next() throws InterruptedException;

    /** Aborts the request if it is unfinished. Safe at any time, from any thread, more than once. */
    @Override
    void close();
}
