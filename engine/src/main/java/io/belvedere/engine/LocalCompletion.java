package io.belvedere.engine;

import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.Usage;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.run.TokenChannel;
import io.belvedere.engine.run.TokenChannel.Output;
import io.belvedere.engine.sampling.LogProbs;
import io.belvedere.engine.text.TextStream;
import io.belvedere.engine.text.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a sequence's tokens into text on the request's thread: whole characters, up to a stop string. */
final class LocalCompletion implements Completion {
    private final TokenChannel channel;
    private final TextStream text;
    private final AnswerLogProbs logProbs;
    private final int promptTokens;
    private final int imageTokens;
    private int completionTokens;
    private int cachedTokens;
    private boolean started;
    private @Nullable CompletionEvent last;

    /** @param stop strings that end the answer and aren't part of it */
    LocalCompletion(PromptPlan plan, TokenChannel channel, Vocabulary vocabulary, List<String> stop) {
        this.channel = channel;
        this.text = new TextStream(vocabulary, true, stop);
        this.logProbs = new AnswerLogProbs(vocabulary);
        this.promptTokens = plan.tokens().length;
        this.imageTokens = plan.imageTokens();
    }

    @Override
    public CompletionEvent next() throws InterruptedException {
        if (!started) {
            started = true;
            return new CompletionEvent.Started(promptTokens, imageTokens);
        }
        CompletionEvent end = last;
        while (end == null) {
            String delta = accept(channel.take());
            if (!delta.isEmpty()) {
                return new CompletionEvent.TextDelta(delta, logProbs.release(delta.length()));
            }
            end = last;
        }
        return end;
    }

    /** Text that is safe to show after {@code output}; sets the last event if this was the end. */
    private String accept(Output output) {
        return switch (output) {
            case Output.Token token -> acceptToken(token);
            case Output.Ended(FinishReason reason, int cached) -> {
                cachedTokens = cached;
                String rest = text.finish();
                last = finished(text.stopped() ? FinishReason.STOP : reason);
                yield rest;
            }
            case Output.Broken broken -> {
                last = new CompletionEvent.Failed(broken.failure());
                yield "";
            }
        };
    }

    private String acceptToken(Output.Token token) {
        completionTokens++;
        LogProbs told = token.logProbs();
        if (told != null) {
            logProbs.add(token.id(), told, text.heldBack());
        }
        String delta = text.accept(token.id());
        if (text.stopped()) {
            channel.cancel();
            last = finished(FinishReason.STOP);
        }
        return delta;
    }

    private CompletionEvent finished(FinishReason reason) {
        return new CompletionEvent.Finished(
                reason, new Usage(promptTokens, cachedTokens, imageTokens, completionTokens));
    }

    @Override
    public void close() {
        channel.cancel();
    }
}
