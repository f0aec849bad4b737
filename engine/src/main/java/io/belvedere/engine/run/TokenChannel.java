package io.belvedere.engine.run;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.FinishReason;
import io.belvedere.engine.sampling.LogProbs;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Carries a sequence's tokens from the engine thread to the request's thread, and the wish to stop the other way. */
public final class TokenChannel {
    /** What the engine thread says of a sequence; the last one is Ended or Broken. */
    public sealed interface Output {
        /** @param logProbs null unless they were asked for */
        record Token(int id, @Nullable LogProbs logProbs) implements Output {}

        /** @param cachedTokens of the prompt that were computed for an earlier request */
        record Ended(FinishReason reason, int cachedTokens) implements Output {}

        record Broken(ChatFailure failure) implements Output {}
    }

    private final BlockingQueue<Output> outputs = new LinkedBlockingQueue<>(); // bounded by the sequence's token limit
    private volatile boolean cancelled;

    /** Engine thread. */
    void publish(Output output) {
        outputs.add(output);
    }

    /** Waits for the next output; request's thread. */
    public Output take() throws InterruptedException {
        return outputs.take();
    }

    /** Asks the engine to drop the sequence; any thread. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
