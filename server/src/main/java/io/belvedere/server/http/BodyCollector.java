package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads one request's body on the event loop: within its size, its time and the memory that all bodies share. After a
 * refusal it keeps reading for a while, so that a client which is still sending gets to see the answer.
 */
final class BodyCollector {
    private enum State {
        COLLECTING,
        COMPLETE,
        TURNED_AWAY
    }

    /** HTTP/2: the answer is complete, and no more is wanted (RFC 9113, section 8.1). */
    private static final long NO_ERROR = 0x0;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Limits limits;
    private final Farewells farewells;
    private final Function<Refusal, Future<Void>> refuse;
    private final BodyBuffer body;
    /** To be run once, when the body is there, is refused, or its client has left. */
    private Runnable whenReceived = () -> {};

    private State state = State.COLLECTING;
    private boolean wasAskedFor;
    private long seenBytes;

    /** @param refuse answers, and tells when the answer is on its way */
    BodyCollector(
            Vertx vertx,
            HttpServerRequest request,
            Limits limits,
            ByteBudget memory,
            Farewells farewells,
            Function<Refusal, Future<Void>> refuse) {
        this.vertx = vertx;
        this.request = request;
        this.limits = limits;
        this.farewells = farewells;
        this.refuse = refuse;
        this.body = new BodyBuffer(announcedBytes(), limits.intOf(Limit.BODY_SIZE), memory);
    }

    /**
     * Calls back with the complete body, unless it is refused or the client leaves. From then on its share of the
     * common memory is the caller's to give back. To be called from the request handler, as {@link #skip} and
     * {@link #turnAway} are.
     */
    void collect(Consumer<byte[]> complete) {
        if (announcedBytes() > limits.of(Limit.BODY_SIZE)) {
            turnAway(tooLarge());
            return;
        }
        wasAskedFor = true;
        Expectation.meet(request);
        long timer = vertx.setTimer(limits.of(Limit.BODY_TIME), fired -> turnAway(tooSlow()));
        whenReceived = () -> vertx.cancelTimer(timer); // it holds on to the request
        request.handler(this::take);
        request.exceptionHandler(lost -> {
            if (lost instanceof Http1Rules.BrokenBody) {
                turnAway(broken());
            } else {
                stop();
            }
        });
        request.endHandler(nothing -> {
            if (state == State.COLLECTING) {
                byte[] whole = body.toBytes();
                if (whole == null) {
                    turnAway(noRoom());
                    return;
                }
                state = State.COMPLETE;
                whenReceived.run();
                complete.accept(whole);
            }
        });
    }

    /** For a request whose body means nothing: completes at once, and reads what comes without keeping anything. */
    void skip(Runnable complete) {
        state = State.COMPLETE;
        request.handler(this::discard);
        complete.run();
    }

    /** Answers with the refusal and reads on without keeping anything. */
    void turnAway(Refusal refusal) {
        if (state == State.COLLECTING) {
            stop();
            request.handler(this::discard);
            Future<Void> answered = refuse.apply(refusal);
            if (request.version()
                    == HttpVersion.HTTP_2) { // else the connection is idle from now on, and closed as such
                farewells.seeOff(request, answered);
            }
        }
    }

    /**
     * What was asked is answered: a client that has not ended its request gets no chance to keep it open, and one that
     * waits to be told to send its body, which is not wanted any more, is not waited for.
     */
    void answered() {
        stop();
        if (!request.isEnded()) {
            if (request.version() == HttpVersion.HTTP_2) {
                farewells.seeOff(request, Future.succeededFuture());
            } else if (Expectation.isIn(request) && !wasAskedFor) {
                request.connection().close();
            }
        }
    }

    /** Gives back what an unfinished body holds; nothing if the body is complete. */
    private void stop() {
        if (state == State.COLLECTING) {
            state = State.TURNED_AWAY;
            body.drop();
            whenReceived.run();
        }
    }

    private void take(Buffer piece) {
        seenBytes += piece.length();
        if (seenBytes > limits.of(Limit.BODY_SIZE)) {
            turnAway(tooLarge());
        } else if (!body.add(piece)) {
            turnAway(noRoom());
        }
    }

    private static Refusal noRoom() {
        return Refusal.overloaded("The server holds as many request bodies as it may; try again soon.");
    }

    private void discard(Buffer piece) {
        seenBytes += piece.length();
        if (seenBytes > 2 * limits.of(Limit.BODY_SIZE)) {
            cutOff();
        }
    }

    private void cutOff() {
        request.handler(nothing -> {});
        if (request.version() == HttpVersion.HTTP_2) {
            resetIfSending(); // the connection has other requests
        } else {
            request.connection().close();
        }
    }

    private void resetIfSending() {
        if (!request.isEnded()) {
            request.response().reset(NO_ERROR);
        }
    }

    private long announcedBytes() {
        String length = request.getHeader("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private Refusal tooLarge() {
        long announced = announcedBytes();
        String actual = announced < 0 ? "more than that" : announced + " bytes";
        return new Refusal(
                413,
                "request_too_large",
                "The request body is limited to %s; this one has %s.".formatted(limits.text(Limit.BODY_SIZE), actual));
    }

    private Refusal broken() {
        return new Refusal(
                400,
                "invalid_http",
                "The request body is not in valid chunks; %d bytes were read.".formatted(seenBytes));
    }

    private Refusal tooSlow() {
        return new Refusal(
                408,
                "request_timeout",
                "The request body did not arrive within %s; %d bytes came."
                        .formatted(limits.text(Limit.BODY_TIME), seenBytes),
                RetryHint.NEVER);
    }
}
