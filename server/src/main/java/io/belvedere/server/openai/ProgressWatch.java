package io.belvedere.server.openai;

import io.belvedere.chat.Completion;
import io.belvedere.server.openai.wire.ProgressBody;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is new about a completion's progress. For one thread. */
final class ProgressWatch {
    private final Completion completion;
    private @Nullable ProgressBody told;

    ProgressWatch(Completion completion) {
        this.completion = completion;
    }

    /** How far it is; empty if nobody knows, or if that was told before. */
    Optional<ProgressBody> news() {
        Optional<ProgressBody> now = completion.progress().map(ProgressBody::of);
        if (now.isEmpty() || Objects.equals(told, now.get())) {
            return Optional.empty();
        }
        told = now.get();
        return now;
    }
}
