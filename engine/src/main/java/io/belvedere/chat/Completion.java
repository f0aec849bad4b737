package io.belvedere.chat;

/**
 * An accepted request's events, in order: Started; for each of its answers any number of TextDelta and one ChoiceEnded, those of several answers
 * mixed; then exactly one Finished. Or Failed at any point, as the last.
 */
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
