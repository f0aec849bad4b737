package io.belvedere.engine;

import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.run.TokenChannel;
import io.belvedere.engine.sampling.LogProbs;
import io.belvedere.engine.text.TextStream;
import io.belvedere.engine.text.TokenTable;
import java.util.ArrayList;
import java.util.List;

/** One answer's tokens turned into text: whole characters, up to a stop string. For one thread. */
final class ChoiceText {
    private final int choice;
    private final TokenChannel channel;
    private final TextStream text;
    private final AnswerLogProbs logProbs;
    private int tokens;
    private boolean ended;

    /**
     * @param choice which answer, from 0
     * @param stop strings that end the answer and aren't part of it
     */
    ChoiceText(int choice, TokenChannel channel, TokenTable vocabulary, List<String> stop) {
        this.choice = choice;
        this.channel = channel;
        this.text = new TextStream(vocabulary, true, stop);
        this.logProbs = new AnswerLogProbs(vocabulary);
    }

    /** What the client is told of a token: nothing as long as its text may be part of something longer. */
    List<CompletionEvent> accept(Output.Token token) {
        if (ended) {
            return List.of(); // chosen before the engine knew
        }
        tokens++;
        LogProbs told = token.logProbs();
        if (told != null) {
            logProbs.add(token.id(), told, text.heldBack());
        }
        List<CompletionEvent> events = delta(text.accept(token.id()));
        if (text.stopped()) {
            channel.cancel();
            end(FinishReason.STOP, events);
        }
        return events;
    }

    /** What is left to tell at the engine's end. */
    List<CompletionEvent> accept(Output.Ended end) {
        if (ended) {
            return List.of();
        }
        List<CompletionEvent> events = delta(text.finish());
        end(text.stopped() ? FinishReason.STOP : end.reason(), events);
        return events;
    }

    private List<CompletionEvent> delta(String text) {
        List<CompletionEvent> events = new ArrayList<>(2);
        if (!text.isEmpty()) {
            events.add(new CompletionEvent.TextDelta(choice, text, logProbs.release(text.length())));
        }
        return events;
    }

    private void end(FinishReason reason, List<CompletionEvent> events) {
        ended = true;
        events.add(new CompletionEvent.ChoiceEnded(choice, reason));
    }

    boolean hasEnded() {
        return ended;
    }

    /** Tokens so far, without those after a stop string. */
    int tokens() {
        return tokens;
    }
}
