package io.belvedere.server.openai;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A completion's events with a limit on the wait for each: a thread of its own submits the request, waits for its
 * completion, and closes it. What submitting fails with is an event like any other.
 */
final class TimedEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimedEvents.class);
    /** Past this many unsent events the completion waits for its client. */
    private static final int MOST_WAITING = 256;

    private final BlockingQueue<CompletionEvent> events = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread pump;
    private volatile @Nullable Completion completion;

    /** What begins a completion, and may take its time. */
    @FunctionalInterface
    interface Submission {
        Completion submit() throws ChatException, InterruptedException;
    }

    TimedEvents(Submission submission) {
        pump = Thread.startVirtualThread(() -> forward(submission));
    }

    private void forward(Submission submission) {
        try {
            events.put(events(submission));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forwards all events but the last, which is the answer. */
    private CompletionEvent events(Submission submission) throws InterruptedException {
        try (Completion begun = submission.submit()) {
            completion = begun;
            CompletionEvent event = begun.next();
            while (!(event instanceof CompletionEvent.Finished || event instanceof CompletionEvent.Failed)) {
                events.put(event);
                event = begun.next();
            }
            return event;
        } catch (ChatException e) {
            return new CompletionEvent.Failed(e.failure());
        } catch (RuntimeException | Error e) { // whoever waits for the last event must get one
            LOG.error("a completion broke", e);
            return new CompletionEvent.Failed(new ChatFailure.Internal("The answer could not be completed."));
        }
    }

    /** The next event, or empty if none came in time. */
    Optional<CompletionEvent> next(Duration most) throws InterruptedException {
        return Optional.ofNullable(events.poll(most.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** How far the request is; empty if nobody knows. */
    Optional<Progress> progress() {
        Completion begun = completion;
        return begun == null ? Optional.empty() : begun.progress();
    }

    /** Ends the request, wherever it stands. */
    @Override
    public void close() {
        pump.interrupt();
    }
}
