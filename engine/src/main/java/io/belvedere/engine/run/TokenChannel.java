package io.belvedere.engine.run;

import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.run.AnswerInbox.Said;
import java.util.Queue;

/** Carries one sequence's tokens from the engine thread to its request's inbox, and the wish to stop the other way. */
public final class TokenChannel {
    private final int choice;
    private final Queue<Said> inbox;
    private volatile boolean cancelled;

    TokenChannel(int choice, Queue<Said> inbox) {
        this.choice = choice;
        this.inbox = inbox;
    }

    /** Engine thread. */
    void publish(Output output) {
        inbox.add(new Said(choice, output));
    }

    /** Asks the engine to drop the sequence; any thread. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
