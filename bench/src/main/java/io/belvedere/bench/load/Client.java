package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.belvedere.bench.load.Conduct.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends requests of a mix and judges the replies.
 *
 * @param answerTime for a whole answer
 */
record Client(Target target, Duration answerTime) {
    private static final Duration LONGEST_PATIENCE = Duration.ofMillis(500);
    private static final int MOST_TEXTS_READ = 8;
    private static final String NO_KEY_OF_ANYONE = "sk-nobody";

    /** One attempt. */
    Outcome play(PlannedRequest request) {
        try (HttpCall call = new HttpCall(target, answerTime)) {
            return switch (request.conduct()) {
                case Conduct.Patient patient -> answered(request, call, Integer.MAX_VALUE);
                case Conduct.Faulty faulty -> refused(request, faulty.fault(), call);
                case Conduct.Leaving leaving -> left(request, leaving, call);
            };
        } catch (IOException e) {
            return new Outcome.Failed(
                    request, e instanceof BrokenReply ? String.valueOf(e.getMessage()) : e.toString());
        }
    }

    /**
     * @param texts after which the client has seen enough and leaves; more than a whole stream has: it waits for the
     *     end
     */
    private static Outcome answered(PlannedRequest request, HttpCall call, int texts) throws IOException {
        long began = System.nanoTime();
        call.post(request.body());
        HttpHead head = call.head();
        if (head.status() != 200) {
            String body = new String(call.body(head).readAllBytes(), UTF_8);
            return overloaded(request, head).orElseThrow(() -> unexpected(200, head, body));
        }
        Answer answer;
        if (request.streamed()) {
            StreamedAnswer stream = new StreamedAnswer(began);
            EventStream events = new EventStream(call.body(head));
            for (Optional<String> event = events.next(); event.isPresent(); event = events.next()) {
                stream.accept(event.get(), System.nanoTime());
                if (stream.texts() >= texts) {
                    return new Outcome.Left(request);
                }
            }
            answer = stream.end();
        } else {
            answer = AnswerReader.whole(new String(call.body(head).readAllBytes(), UTF_8));
        }
        call.requireEnd();
        if (answer.completionTokens() > request.maxTokens()) {
            throw new BrokenReply("%d tokens, where at most %d were asked for"
                    .formatted(answer.completionTokens(), request.maxTokens()));
        }
        return new Outcome.Answered(request, answer, System.nanoTime() - began);
    }

    private Outcome refused(PlannedRequest request, Fault fault, HttpCall call) throws IOException {
        String key = fault == Fault.WRONG_KEY ? NO_KEY_OF_ANYONE : target.key();
        call.post(key, request.body(), request.body().length);
        HttpHead head = call.head();
        String body = new String(call.body(head).readAllBytes(), UTF_8);
        if (head.status() != fault.status()) {
            return overloaded(request, head).orElseThrow(() -> unexpected(fault.status(), head, body));
        }
        if (AnswerReader.object(body).path("error").path("message").asString("").isEmpty()) {
            throw new BrokenReply("a refusal without error.message: " + BrokenReply.shortened(body));
        }
        call.requireEnd();
        return new Outcome.RefusedRightly(request);
    }

    private Outcome left(PlannedRequest request, Conduct.Leaving leaving, HttpCall call) throws IOException {
        Outcome outcome = new Outcome.Left(request);
        if (leaving.moment() == Moment.SENDING) {
            call.post(target.key(), request.body(), (int) (leaving.share() * request.body().length));
        } else if (leaving.moment() == Moment.WAITING) {
            call.post(request.body());
            call.awaitFirstByte(Duration.ofNanos((long) (leaving.share() * LONGEST_PATIENCE.toNanos())));
        } else {
            outcome = answered(request, call, 1 + (int) (leaving.share() * MOST_TEXTS_READ));
        }
        call.leave(leaving.reset());
        return outcome;
    }

    /** The outcome if the status says that there is no room; then it must say for how long, too. */
    private static Optional<Outcome> overloaded(PlannedRequest request, HttpHead head) throws BrokenReply {
        if (head.status() != 429 && head.status() != 503) {
            return Optional.empty();
        }
        String seconds = head.header("retry-after").orElse("");
        if (!seconds.matches("[0-9]{1,6}")) {
            throw new BrokenReply("status %d with the Retry-After '%s'".formatted(head.status(), seconds));
        }
        return Optional.of(new Outcome.Overloaded(request, Duration.ofSeconds(Long.parseLong(seconds))));
    }

    private static BrokenReply unexpected(int wanted, HttpHead head, String body) {
        return new BrokenReply(
                "status %d, wanted %d: %s".formatted(head.status(), wanted, BrokenReply.shortened(body)));
    }
}
