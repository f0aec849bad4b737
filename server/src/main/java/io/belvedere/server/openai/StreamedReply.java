package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.Usage;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.openai.wire.ChoiceLogprobs;
import io.belvedere.server.openai.wire.Chunk;
import io.belvedere.server.openai.wire.Finish;
import io.belvedere.server.openai.wire.ImageBody;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.openai.wire.ProgressBody;
import io.belvedere.server.openai.wire.ReplyHead;
import io.belvedere.server.openai.wire.UsageBody;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sends a completion's events as they come, as server-sent events. The stream begins with the first text, or with the
 * first ping if that is earlier: what fails before has the status and body of any other error.
 */
final class StreamedReply {
    private static final byte[] DATA = "data: ".getBytes(UTF_8);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    /** A comment: the SDKs skip it. An id line would not be safe, decoders keep it for the next event. */
    private static final byte[] PING = ": ping\n\n".getBytes(UTF_8);

    /** Between two looks at how far a request is. */
    private static final Duration PROGRESS_PAUSE = Duration.ofMillis(250);

    private final Json json;
    private final Duration pingBeforeText;
    private final Duration pingBetweenText;

    StreamedReply(Json json, Limits limits) {
        this.json = json;
        this.pingBeforeText = limits.time(Limit.PING_BEFORE_TEXT);
        this.pingBetweenText = limits.time(Limit.PING_BETWEEN_TEXT);
    }

    /**
     * Submits the request and sends what comes of it.
     *
     * @return what the answer took; empty if it broke off
     */
    Optional<Usage> write(TimedEvents.Submission submission, ChatCall call, ReplyHead head, Exchange exchange)
            throws ApiException, IOException, InterruptedException {
        try (TimedEvents events = new TimedEvents(submission)) {
            Optional<CompletionEvent> event = first(events);
            if (event.orElse(null) instanceof CompletionEvent.Failed failed) {
                throw new ApiException(Failures.toError(failed.failure(), call));
            }
            try {
                return write(events, event, call, head, exchange);
            } catch (InterruptedException e) { // if not the server stops but the client left, there is nobody to tell
                exchange.breakOff(event(Failures.stopping().body()));
                return Optional.empty();
            }
        }
    }

    private Optional<Usage> write(
            TimedEvents events, Optional<CompletionEvent> first, ChatCall call, ReplyHead head, Exchange exchange)
            throws IOException, InterruptedException {
        begin(exchange);
        for (int choice = 0; choice < call.request().choices(); choice++) {
            send(exchange, call, Chunk.opening(head, choice));
        }
        Optional<CompletionEvent> event = first;
        ProgressWatch progress = new ProgressWatch(events);
        boolean answering = false;
        int ended = 0;
        Chunk last = Chunk.closing(head);
        while (true) {
            switch (event.orElse(null)) {
                case null -> exchange.write(PING);
                case CompletionEvent.Started started -> {}
                case CompletionEvent.TextDelta delta -> {
                    answering = true;
                    send(exchange, call, text(delta, call, head));
                }
                case CompletionEvent.ChoiceEnded end -> {
                    last = Chunk.finish(head, end.choice(), Finish.of(end.reason()));
                    if (++ended < call.request().choices()) {
                        send(exchange, call, last);
                    } // else Finished comes at once, and goes with it
                }
                case CompletionEvent.Finished finished -> {
                    finish(last, finished, call, head, exchange);
                    return Optional.of(finished.usage());
                }
                case CompletionEvent.Failed failed -> {
                    exchange.end(event(Failures.toError(failed.failure(), call).body()));
                    return Optional.empty();
                }
            }
            event = call.includeProgress() && !answering
                    ? next(events, progress, call, head, exchange)
                    : events.next(answering ? pingBetweenText : pingBeforeText);
        }
    }

    /**
     * The next event before any text; until it comes, what is new about the progress is sent. Empty if it is time for a
     * ping.
     */
    private Optional<CompletionEvent> next(
            TimedEvents events, ProgressWatch progress, ChatCall call, ReplyHead head, Exchange exchange)
            throws IOException, InterruptedException {
        Duration pause = PROGRESS_PAUSE.compareTo(pingBeforeText) < 0 ? PROGRESS_PAUSE : pingBeforeText;
        Duration silent = Duration.ZERO;
        while (silent.compareTo(pingBeforeText) < 0) {
            Optional<ProgressBody> news = progress.news();
            if (news.isPresent()) {
                send(exchange, call, Chunk.progress(head, news.get()));
                silent = Duration.ZERO;
            }
            Optional<CompletionEvent> event = events.next(pause);
            if (event.isPresent()) {
                return event;
            }
            silent = silent.plus(pause);
        }
        return Optional.empty();
    }

    /** The first event that says something; empty if it is time for a ping. */
    private Optional<CompletionEvent> first(TimedEvents events) throws InterruptedException {
        Optional<CompletionEvent> event = events.next(pingBeforeText);
        return event.orElse(null) instanceof CompletionEvent.Started ? events.next(pingBeforeText) : event;
    }

    private static void begin(Exchange exchange) throws IOException, InterruptedException {
        exchange.setHeader("cache-control", "no-cache");
        exchange.setHeader("x-accel-buffering", "no");
        exchange.begin(200, "text/event-stream");
    }

    private static Chunk text(CompletionEvent.TextDelta delta, ChatCall call, ReplyHead head) {
        return Chunk.text(
                head, delta.choice(), delta.text(), call.wantsLogprobs() ? ChoiceLogprobs.of(delta.logProbs()) : null);
    }

    /**
     * What the request's end tells goes with the very last chunk: with the one that holds the usage, if that was asked
     * for.
     *
     * @param last of the answers' chunks, not sent yet
     */
    private void finish(Chunk last, CompletionEvent.Finished finished, ChatCall call, ReplyHead head, Exchange exchange)
            throws IOException, InterruptedException {
        List<ImageBody> images = ImageBody.of(finished.images());
        if (call.includeUsage()) {
            send(exchange, call, last);
            Chunk closing = Chunk.closing(head).withImages(images);
            exchange.write(event(new Chunk.WithUsage(closing, UsageBody.of(finished.usage()))));
        } else {
            send(exchange, call, last.withImages(images));
        }
        exchange.end(DONE);
    }

    private void send(Exchange exchange, ChatCall call, Chunk chunk) throws IOException, InterruptedException {
        exchange.write(event(call.includeUsage() ? new Chunk.WithUsage(chunk, null) : chunk));
    }

    private byte[] event(Object body) {
        byte[] text = json.write(body);
        ByteArrayOutputStream event = new ByteArrayOutputStream(DATA.length + text.length + END_OF_EVENT.length);
        event.writeBytes(DATA);
        event.writeBytes(text);
        event.writeBytes(END_OF_EVENT);
        return event.toByteArray();
    }
}
