package io.belvedere.server.openai;

import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.TokenLogProbs;
import io.belvedere.chat.Usage;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.ChatCompletionBody;
import io.belvedere.server.openai.wire.ChoiceLogprobs;
import io.belvedere.server.openai.wire.Finish;
import io.belvedere.server.openai.wire.ReplyHead;
import io.belvedere.server.openai.wire.UsageBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Folds a completion's events into one body. */
final class WholeReply {
    private final Answers answers;

    WholeReply(Answers answers) {
        this.answers = answers;
    }

    /** Returns what the answer took. */
    Usage write(Completion completion, ChatCall call, ReplyHead head, Exchange exchange)
            throws ApiException, IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        List<TokenLogProbs> logProbs = new ArrayList<>();
        while (true) {
            switch (completion.next()) {
                case CompletionEvent.Started started -> {}
                case CompletionEvent.TextDelta delta -> {
                    text.append(delta.text());
                    logProbs.addAll(delta.logProbs());
                }
                case CompletionEvent.Finished finished -> {
                    ChatCompletionBody body = ChatCompletionBody.of(
                            head,
                            text.toString(),
                            call.wantsLogprobs() ? ChoiceLogprobs.of(logProbs) : null,
                            Finish.of(finished.reason()),
                            UsageBody.of(finished.usage()));
                    answers.send(exchange, 200, body);
                    return finished.usage();
                }
                case CompletionEvent.Failed failed ->
                    throw new ApiException(Failures.toError(failed.failure(), call.imageFields()));
            }
        }
    }
}
