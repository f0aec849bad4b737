package io.belvedere.server.openai;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A completion's events with a limit on the wait for each: a thread of its own waits for the completion. */
final class TimedEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimedEvents.class);
    /** Past this many unsent events the completion waits for its client. */
    private static final int MOST_WAITING = 256;

    private final BlockingQueue<CompletionEvent> events = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread pump;

    TimedEvents(Completion completion) {
        pump = Thread.startVirtualThread(() -> forward(completion));
    }

    private void forward(Completion completion) {
        try {
            CompletionEvent event;
            do {
                event = next(completion);
                events.put(event);
            } while (!(event instanceof CompletionEvent.Finished || event instanceof CompletionEvent.Failed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CompletionEvent next(Completion completion) throws InterruptedException {
        try {
            return completion.next();
        } catch (RuntimeException e) {
            LOG.error("a completion broke", e);
            return new CompletionEvent.Failed(new ChatFailure.Internal("The answer could not be completed."));
        }
    }

    /** The next event, or empty if none came in time. */
    Optional<CompletionEvent> next(Duration most) throws InterruptedException {
        return Optional.ofNullable(events.poll(most.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Stops waiting; the completion itself is its owner's to close. */
    @Override
    public void close() {
        pump.interrupt();
    }
}
