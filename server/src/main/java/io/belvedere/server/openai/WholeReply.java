package io.belvedere.server.openai;

import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.TokenLogProbs;
import io.belvedere.chat.Usage;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.ChatCompletionBody;
import io.belvedere.server.openai.wire.ChoiceLogprobs;
import io.belvedere.server.openai.wire.Finish;
import io.belvedere.server.openai.wire.ImageBody;
import io.belvedere.server.openai.wire.ReplyHead;
import io.belvedere.server.openai.wire.UsageBody;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Folds a completion's events into one body. */
final class WholeReply {
    private final Answers answers;
    private final InstantSource clock;

    WholeReply(Answers answers, InstantSource clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** One answer in the making. */
    private static final class Folded {
        private final StringBuilder text = new StringBuilder();
        private final List<TokenLogProbs> logProbs = new ArrayList<>();
        private FinishReason end = FinishReason.STOP;
    }

    /** Returns what the answer took; {@code began} is when the request was read. */
    Usage write(Completion completion, ChatCall call, ReplyHead head, Exchange exchange, Instant began)
            throws ApiException, IOException, InterruptedException {
        List<Folded> choices =
                Stream.generate(Folded::new).limit(call.request().choices()).toList();
        while (true) {
            switch (completion.next()) {
                case CompletionEvent.Started started -> {}
                case CompletionEvent.TextDelta delta -> {
                    Folded choice = choices.get(delta.choice());
                    choice.text.append(delta.text());
                    choice.logProbs.addAll(delta.logProbs());
                }
                case CompletionEvent.ChoiceEnded end -> choices.get(end.choice()).end = end.reason();
                case CompletionEvent.Finished finished -> {
                    long millis = Duration.between(began, clock.instant()).toMillis();
                    exchange.setHeader("openai-processing-ms", Long.toString(millis));
                    answers.send(exchange, 200, body(choices, call, head, finished));
                    return finished.usage();
                }
                case CompletionEvent.Failed failed -> throw new ApiException(Failures.toError(failed.failure(), call));
            }
        }
    }

    private static ChatCompletionBody body(
            List<Folded> choices, ChatCall call, ReplyHead head, CompletionEvent.Finished end) {
        List<ChatCompletionBody.Choice> told = new ArrayList<>();
        for (Folded choice : choices) {
            told.add(ChatCompletionBody.choice(
                    told.size(),
                    choice.text.toString(),
                    call.wantsLogprobs() ? ChoiceLogprobs.of(choice.logProbs) : null,
                    Finish.of(choice.end)));
        }
        return ChatCompletionBody.of(head, told, UsageBody.of(end.usage()), ImageBody.of(end.images()));
    }
}
