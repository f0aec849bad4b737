package io.belvedere.engine.run;

import io.belvedere.chat.Progress;
import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.run.AnswerInbox.Said;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Carries one sequence's tokens from the engine thread to its request's inbox, and the wish to stop the other way. */
public final class TokenChannel {
    private final int choice;
    private final Queue<Said> inbox;
    private volatile boolean cancelled;
    private volatile @Nullable Progress progress;

    TokenChannel(int choice, Queue<Said> inbox) {
        this.choice = choice;
        this.inbox = inbox;
    }

    /** Engine thread. */
    void publish(Output output) {
        inbox.add(new Said(choice, output));
    }

    /** Engine thread; null: there is an answer to look at. */
    void tell(@Nullable Progress now) {
        progress = now;
    }

    /** How far the sequence is; empty before the engine looked at it, and once it answers. Any thread. */
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /** Asks the engine to drop the sequence; any thread. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
