package io.belvedere.engine;

import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.Progress;
import io.belvedere.chat.Usage;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.run.AnswerInbox;
import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.run.AnswerInbox.Said;
import io.belvedere.engine.text.TokenTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Tells, on the request's thread, what the engine says of a request's answers. */
final class LocalCompletion implements Completion {
    private final AnswerInbox inbox;
    private final List<ChoiceText> choices = new ArrayList<>();
    private final Queue<CompletionEvent> untold = new ArrayDeque<>();
    private final PictureReports pictures;
    private final int promptTokens;
    private final int imageTokens;
    private int cachedTokens;

    /** @param stop strings that end an answer and aren't part of it */
    LocalCompletion(
            PromptPlan plan, PictureReports pictures, AnswerInbox inbox, TokenTable vocabulary, List<String> stop) {
        this.inbox = inbox;
        this.pictures = pictures;
        this.promptTokens = plan.tokens().length;
        this.imageTokens = plan.imageTokens();
        inbox.channels().forEach(channel -> choices.add(new ChoiceText(choices.size(), channel, vocabulary, stop)));
        untold.add(new CompletionEvent.Started(promptTokens, imageTokens));
    }

    @Override
    public CompletionEvent next() throws InterruptedException {
        CompletionEvent next = untold.poll();
        while (next == null) {
            accept(inbox.take());
            next = untold.poll();
        }
        return next;
    }

    private void accept(Said said) {
        ChoiceText choice = choices.get(said.choice());
        switch (said.output()) {
            case Output.Begun begun -> cachedTokens = said.choice() == 0 ? begun.cachedTokens() : cachedTokens;
            case Output.Encoded(int image, long nanos) -> pictures.encoded(image, nanos);
            case Output.Token token -> untold.addAll(choice.accept(token));
            case Output.Ended ended -> untold.addAll(choice.accept(ended));
            case Output.Broken(var failure) -> {
                inbox.cancel();
                untold.add(new CompletionEvent.Failed(failure));
            }
        }
        if (choices.stream().allMatch(ChoiceText::hasEnded)) {
            Usage usage = usage();
            untold.add(new CompletionEvent.Finished(usage, pictures.reports(usage.completionTokens() > 0)));
        }
    }

    private Usage usage() {
        int answers = choices.stream().mapToInt(ChoiceText::tokens).sum();
        return new Usage(promptTokens, cachedTokens, imageTokens, answers);
    }

    /** That of the first answer: the others wait for its prompt. */
    @Override
    public Optional<Progress> progress() {
        return inbox.channels().getFirst().progress();
    }

    @Override
    public void close() {
        inbox.cancel();
    }
}
