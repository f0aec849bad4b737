package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Usage;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.openai.wire.ReplyHead;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/chat/completions}: decide the request, hand it to the backend, write what comes back. */
final class ChatCompletions {
    private static final Logger LOG = LoggerFactory.getLogger(ChatCompletions.class);

    private final ChatBackend backend;
    private final CallReader reader;
    private final Answers answers;
    private final StreamedReply streamed;
    private final WholeReply whole;
    private final InstantSource clock;
    private final Supplier<String> completionIds;

    /** @param completionIds a fresh {@code chatcmpl-...} each time */
    ChatCompletions(
            ChatBackend backend,
            CallReader reader,
            Limits limits,
            Json json,
            InstantSource clock,
            Supplier<String> completionIds) {
        this.backend = backend;
        this.reader = reader;
        this.answers = new Answers(json);
        this.streamed = new StreamedReply(json, limits);
        this.whole = new WholeReply(answers, clock);
        this.clock = clock;
        this.completionIds = completionIds;
    }

    void answer(Exchange exchange) throws IOException, InterruptedException {
        try {
            complete(reader.read(exchange), exchange);
        } catch (ApiException e) {
            answers.refuse(exchange, e);
        }
    }

    private void complete(ChatCall call, Exchange exchange) throws ApiException, IOException, InterruptedException {
        Instant began = clock.instant();
        IgnoredFields.tell(call.ignoredFields(), exchange);
        ReplyHead head = new ReplyHead(completionIds.get(), began.getEpochSecond(), call.model());
        Optional<Usage> usage = call.stream()
                ? streamed.write(() -> backend.submit(call.request()), call, head, exchange)
                : Optional.of(whole(call, head, exchange, began));
        log(exchange, usage, began);
    }

    private Usage whole(ChatCall call, ReplyHead head, Exchange exchange, Instant began)
            throws ApiException, IOException, InterruptedException {
        try (Completion completion = backend.submit(call.request())) {
            return whole.write(completion, call, head, exchange, began);
        } catch (ChatException e) {
            throw new ApiException(Failures.toError(e.failure(), call));
        }
    }

    /** Counts and times; never what was said. */
    private void log(Exchange exchange, Optional<Usage> usage, Instant began) {
        long millis = Duration.between(began, clock.instant()).toMillis();
        if (usage.isEmpty()) {
            LOG.warn("{}: the stream broke off after {} ms", exchange.requestId(), millis);
            return;
        }
        LOG.info(
                "{}: {} prompt tokens ({} for images), {} answer tokens, {} ms",
                exchange.requestId(),
                usage.get().promptTokens(),
                usage.get().imageTokens(),
                usage.get().completionTokens(),
                millis);
    }
}
