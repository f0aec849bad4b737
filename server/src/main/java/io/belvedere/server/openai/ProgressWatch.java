package io.belvedere.server.openai;

import io.belvedere.server.openai.wire.ProgressBody;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is new about a request's progress. For one thread. */
final class ProgressWatch {
    private final TimedEvents events;
    private @Nullable ProgressBody told;

    ProgressWatch(TimedEvents events) {
        this.events = events;
    }

    /** How far it is; empty if nobody knows, or if that was told before. */
    Optional<ProgressBody> news() {
        Optional<ProgressBody> now = events.progress().map(ProgressBody::of);
        if (now.isEmpty() || Objects.equals(told, now.get())) {
            return Optional.empty();
        }
        told = now.get();
        return now;
    }
}
