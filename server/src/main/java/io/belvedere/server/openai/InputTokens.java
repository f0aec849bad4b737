package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.PromptSize;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.InputTokensBody;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/chat/completions/input_tokens}: what a request would take, without answering it. */
final class InputTokens {
    private static final Logger LOG = LoggerFactory.getLogger(InputTokens.class);

    private final ChatBackend backend;
    private final CallReader reader;
    private final Answers answers;

    InputTokens(ChatBackend backend, CallReader reader, Answers answers) {
        this.backend = backend;
        this.reader = reader;
        this.answers = answers;
    }

    void count(Exchange exchange) throws IOException, InterruptedException {
        try {
            ChatCall call = reader.read(exchange);
            IgnoredFields.tell(call.ignoredFields(), exchange);
            PromptSize size = measure(call);
            LOG.info("{}: {} prompt tokens counted", exchange.requestId(), size.tokens());
            answers.send(exchange, 200, InputTokensBody.of(size));
        } catch (ApiException e) {
            answers.refuse(exchange, e);
        }
    }

    private PromptSize measure(ChatCall call) throws ApiException, InterruptedException {
        try {
            return backend.measure(call.request());
        } catch (ChatException e) {
            throw new ApiException(Failures.toError(e.failure(), call));
        }
    }
}
